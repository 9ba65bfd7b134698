"""How people really type: each line is the word in full, a colon, and what is written instead of it."""

from crm.knowledge.word_tables import read_synonyms

WRITTEN_AS = """
selamat: slmt slamat
tidak: gk ga gak ngga nggak enggak engga tdk tak kagak kaga gaada ndak ndk nda
belum: blm blom belom blum blon blmm
sudah: sdh udh udah dah uda sdah
bisa: bs bsa bisaa
bagaimana: gmn gmana gimana gimna bgmn gmna
di mana: dmn dimana dmna
berapa: brp brapa brpa berape
kapan: kpn kpan kapn
kenapa: knp knapa knpa napa mengapa
yang: yg yng
dengan: dgn dg dngan
untuk: utk untk buat bwt
saya: sy sya gw gue gua aku ak aq w ane
pesanan: pesenan psanan psnan pesananku pesenanku pesananya
pesan: psn pesen
datang: dtg dtng dateng
sampai: smp nyampe nyampai smpe sampe nyampek
pakai: pake pke make pk
kalau: klo kalo kl klw klau
juga: jg jga
jangan: jgn jngn jgan jangn
saja: aja aj sja doang
bayar: byr bayr
barang: brg brang
rusak: rsk rusk
tolong: tlg tlong tolongin
terima kasih: makasih makasi mksh mksih trims trimakasih terimakasih tengkyu tq tks mkasih mks trmksh trmkasih
terima kasih: maturnuwun matursuwun hatursuwun haturnuhun tengs mkcih makaci suwun nuhun
karena: krn karna krna
tetapi: tp tapi tpi
lagi: lg lgi
terus: trs trus
banget: bgt bngt
ongkos kirim: ongkir ongkirnya
alamat: alamt almt almat
tanggal: tgl
nomor: nmr nomer
jam: jm
hari: hr hri
orang: org
sama: sm sma
kirim: krm kirm
dikirim: dkrm dikirm
harga: hrg hrga
begini: gini
begitu: gitu gtu
tadi: td tdi
asam: asem kecut
sekarang: skrg skrng skg
bukan: bkn
cara: cra caranya
admin: min mimin minn
kakak: ka kk kaka kakk
gerai: outlet toko kedai cabang store kafe
telepon: tlp telp tlpn telpon tilpun
you: u
your: ur yor
are: r
please: pls plz plis pliss
thanks: thx tx thnx thanx ty tysm
thank you: thankyou thankyu
want to: wanna
going to: gonna
got to: gotta
do not: dont
can not: cant cannot
did not: didnt
does not: doesnt
is not: isnt
has not: hasnt
have not: havent
was not: wasnt
where is: wheres
what is: whats
it is: its
i am: im
i have: ive
"""


SLANG = read_synonyms(WRITTEN_AS)
