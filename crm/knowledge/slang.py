"""How people really type: each line is the word in full, a colon, and what is written instead of it."""

from crm.knowledge.word_tables import read_synonyms

WRITTEN_AS = """
selamat: slmt slamat
tidak: gk ga gak ngga nggak enggak engga tdk tak kagak kaga gaada ndak ndk nda gada
tidak bisa: gabisa gbs gabs gakbisa gabsa
tidak mau: gamau
tidak jadi: gajadi gakjadi
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
sekarang: skrg skrng skg skrang
seperti: kyk kayak
memang: emang emg
uang: duit dwit
uangnya: duitnya
uang saya: duitku
bukan: bkn
besok: bsk bsok
dari: dr dri
transfer: tf trf
cara: cra caranya
admin: min mimin minn
kakak: ka kk kaka kakk
gerai: outlet toko kedai cabang store kafe
telepon: tlp telp tlpn telpon tilpun
semua: smua
hilang: ilang
lihat: liat
simpan: simpen nyimpen
komplain: komplen
registrasi: regis regist
jawab: jwb
gratis ongkos kirim: gratong
kilo: kg
ribu: rb
stok: stock
pahit: pait
rekomendasi: rekomen rekomend rekomendasiin
pengen: pgn pingin pengin
cek: cekin
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

# Javanese and Sundanese, by which a question in either finds its Indonesian article: the small words and the verbs of
# shopping. What greets or thanks in them is in crm/conversation/words/.
REGIONAL = """
apa: opo naon
bagaimana: piye pripun kepiye kumaha
berapa: piro pira sabaraha pinten pirang
di mana: endi nangdi
kapan: iraha
kenapa: ngopo kunaon naha
tidak: ora teu henteu mboten
belum: durung acan dereng tacan
sudah: wis wes uwis tos atos geus
ada: ono aya wonten
mau: arep hoyong bade ajeng
bisa: iso tiasa saged
cara: carane carana
minta: njaluk nyuwun menta
saya: kula abdi inyong
beli: tuku tumbas meser
bayar: mbayar mbayare
harga: regane rego hargina pangaos
kirim: ngirim ngirimna ngintun
sampai: tekan dugi
masuk: lebet mlebu
ganti: ngganti ngagentos digentos ngarobih
batalkan: mbatalke ngabatalkeun
hapus: mbusak
tukar: ijol diijolke nuker
bicara: nyarios ngomongan
orang: jalmi wong
pakai: nganggo
untuk: kanggo keur
kalau: mun nek menawi
ini: iki ieu
itu: kuwi
saja: wae
banyak: seueur akeh loba
hari: dinten dina
sekarang: ayeuna saiki
dulu: heula disik
dengan: sareng karo
lupa: lali hilap
berhenti: liren leren
minum: ngombe nginum
enak: ngeunah
bagus: apik sae
"""


SLANG = read_synonyms(WRITTEN_AS) | read_synonyms(REGIONAL)
