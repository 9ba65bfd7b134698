"""Words that mean the same to a shop's customer, in both languages: each line is a meaning, a colon, and its words.

Two words joined by a hyphen are a phrase. The meanings are names of ours; a customer never sees them.
"""

from crm.knowledge.slang import read_table

MEANINGS = """
order: order orders ordered purchase purchases purchased pesanan orderan pembelian transaksi belanjaan
buy: buy buying bought shop shopping acquire beli membeli pesan memesan belanja checkout check-out ordering purchasing
product: product products item items article articles goods barang produk
cancel: cancel cancelling canceling cancellation cancelation batal batalkan membatalkan dibatalkan pembatalan cancelin dibatalin batalin
change: change changing changed edit editing modify modifying update updating correct correcting alter amend swap swapping switch switching replace replacing ubah mengubah diubah ganti mengganti diganti tukar menukar ditukar perbarui koreksi perbaiki revisi ralat
remove: remove removing removal delete deleting close closing deactivate terminate hapus menghapus dihapus tutup menutup nonaktifkan hapusin
add: add adding tambah menambah tambahkan ditambah nambah
address: address addresses shippingaddress alamat
ship: ship ships shipping shipped shipment shipments deliver delivers delivery deliveries delivering delivered kirim dikirim mengirim pengiriman kiriman kirimin antar diantar mengantar pengantaran
arrive: arrive arrives arrival arriving arrived receive received sampai tiba datang diterima terima come
parcel: parcel package packages paket
when: when kapan how-long how-soon berapa-lama eta estimasi
track: track tracking trace locate locating status lacak melacak pelacakan resi cek-pesanan where-is posisi progress
refund: refund refunds refunding reimbursement reimbursements reimburse reimbursed rebate rebates rebating restitution restitutions compensation compensations money-back refound pengembalian-dana pengembalian-uang uang-kembali dana-kembali kembali-uang kembalikan-uang balikin-uang duit-kembali
return: return returns returning retur kembalikan mengembalikan dikembalikan kembaliin balikin pengembalian
policy: policy policies rule rules terms condition conditions kebijakan syarat aturan ketentuan
payment: payment payments pay paying paid bayar membayar pembayaran dibayar bayarnya
method: method methods option options modality modalities way ways kind kinds type types metode cara pilihan opsi macam jenis
problem: problem problems issue issues error errors trouble troubles masalah kendala gangguan bermasalah failed fail fails failing gagal eror wrong
invoice: invoice invoices bill bills receipt receipts faktur struk nota kuitansi tagihan invoicenya
account: account accounts profile profiles user akun profil
create: create creating open-account make-account signup sign-up register registering registration registrations sign-ups daftar mendaftar pendaftaran registrasi buat-akun bikin-akun bikin
password: password passwords passcode pass pin kata-sandi sandi access-key key pin-code
forget: forgot forget forgotten lost lupa reset resetting recover recovering restore retrieve retrieving recovery
newsletter: newsletter newsletters nawala buletin mailing-list
subscribe: subscribe subscription subscriptions subscribing langganan berlangganan
unsubscribe: unsubscribe unsubscribing stop-langganan berhenti-langganan
person: person human humans operator someone somebody agent agents manusia orang live-agent real-person assistant petugas staf
talk: talk talking speak speaking chat chatting contact contacting reach call calling bicara ngobrol berbicara hubungi menghubungi sambungkan telepon connect get-touch dihubungi disambungkan
service: customer-service customer-support customer-assistance customer-care layanan-pelanggan cs support-team
complaint: complaint complaints complain claim claims reclamation reclamations keluhan komplain mengeluh aduan pengaduan protes lapor laporan
review: review reviews feedback opinion opinions ulasan testimoni masukan saran kritik penilaian rating comment comments suggestion
fee: fee fees charge charges penalty penalties cost costs price prices biaya ongkos harga tarif denda penalti
open: open opens opening opened buka bukanya
hours: hours hour jam time times pukul waktu
outlet: outlet outlets gerai branch branches location locations lokasi cafe shop-location alamat-gerai
halal: halal
decaf: decaf decaffeinated
grind: grind grinding ground giling digiling gilingan bubuk grinder
store: storage keep storing simpan menyimpan penyimpanan disimpan
roast: roast roasted roasting sangrai disangrai roastery
brew: brew brewing brewed seduh menyeduh seduhan penyeduhan
wholesale: wholesale bulk grosir partai reseller partai-besar
voucher: voucher vouchers promo promos promotion coupon coupons kupon diskon discount discounts
points: points point poin member loyalty membership
gift: gift gifts hadiah kado giftcard
company: company companies corporate business organization organisation brand perusahaan kantor korporat
allergy: allergy allergies allergic allergen allergens alergi alergen
job: job jobs career careers vacancy vacancies hiring work lowongan loker kerja karier karir magang lamaran melamar internship
coffee: coffee kopi
bean: bean beans biji
"""

NOTHING_MEANT = """
a an the this that these those of to for in on at by with from as is are was be been am do does did done have has had having
i me my mine we us our you your yours it he she they them his her there here and or but so if then than
can could may might will would shall should must able possible please kindly want wants wanting need needs needing needed
help helping helped assist assistance assisting support supports aid how what which where who why whose
know knowing tell show see seeing check checking look looking find finding get getting got let lets give say ask asking
try trying tried like would just some any several few another one more information info details about question questions
way going go make making use using hi hello hey dear sir madam thanks thank very much really hear
damn goddamn bloody fucking fuck freaking hell shit 0 not no yes ok okay x
apa apakah berapa bagaimana kenapa mana di ke dari pada dan atau yang dengan untuk oleh ini itu nya ya yah kah lah dong deh sih kok
saya kami kita kamu anda kakak kak bang mas mbak pak bu bapak ibu gan sis admin om tante
bisa bisakah boleh bolehkah mau ingin pengin pengen kepengin minta tolong mohon bantu bantuan dibantu bantuin harus perlu butuh tahu tau
tanya nanya bertanya menanyakan info informasi ada adakah punya kalau jika saja juga lagi sudah sekarang nanti banget sekali
halo hai selamat pagi siang sore malam permisi assalamualaikum terima-kasih makasih kasih terima-kasih
gimana caranya soal tentang mengenai seputar dalam akan agar supaya biar itu-nya dapat karena tetapi terus sama begini begitu
"""

_TABLE = read_table(MEANINGS)
FILLERS = frozenset(word for word in NOTHING_MEANT.split() if "-" not in word)
SYNONYMS = {word: meaning for word, meaning in _TABLE.items() if "-" not in word}
PHRASES = {(words.split("-")[0], words.split("-")[1]): meaning for words, meaning in _TABLE.items() if "-" in words}
