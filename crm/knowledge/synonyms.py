"""Words that mean the same to a shop's customer, in both languages: each line is a meaning, a colon, and its words.

Two words joined by a hyphen are a phrase, which may mean two things at once (joined by a plus). The meanings are names
of ours, a customer never sees them.
"""

from crm.knowledge.word_tables import read_synonyms

MEANINGS = """
order: order orders ordered purchase purchases purchased pesanan orderan pembelian transaksi belanjaan
buy: buy buying bought shop shopping acquire acquiring beli membeli pesan memesan belanja checkout check-out
buy: ordering purchasing earn
product: product products item items article articles goods barang produk
cancel: cancel cancelling canceling cancellation cancelation batal batalkan membatalkan dibatalkan pembatalan
cancel: cancelin dibatalin batalin not-want not-need tidak-jadi tidak-mau no-longer
change: change changing changed edit editing modify modifying modification update updating correct correcting alter
change: amend ubah mengubah diubah ganti mengganti diganti perbarui koreksi perbaiki revisi ralat replace replacing
change: swap swapping tukar menukar ditukar
switch+account: ganti-akun
switch: switch switching change-to changing-to switch-to switching-to pindah berpindah
remove: remove removing removal delete deleting close closing deactivate terminate terminating hapus menghapus
remove: dihapus tutup menutup nonaktifkan hapusin buang
add: add adding tambah menambah tambahkan ditambah nambah tambahin
use: use using pakai memakai menggunakan gunakan
other: new another other different secondary second baru lain kedua
mistake: mistake mistakes wrong wrongly salah keliru
address: address addresses alamat
ship: ship ships shipping shipped shipment shipments deliver delivers delivery deliveries delivering delivered
ship: kirim dikirim mengirim pengiriman kiriman kirimin antar diantar mengantar pengantaran
arrive: arrive arrives arrival arriving arrived sampai tiba datang
receive: receive receiving received obtain obtaining terima diterima menerima
wait: wait waiting expect expecting tunggu menunggu nunggu
parcel: parcel parcels package packages paket
when: when kapan how-long how-soon berapa-lama
track: track tracking trace tracing locate locating status lacak melacak pelacakan resi where-is posisi progress eta
refund: refund refunds refunding reimbursement reimbursements reimburse reimbursed reimbursable refundable rebate
refund: rebates rebating restitution restitutions compensation compensations money-back refound pengembalian-dana
refund: pengembalian-uang uang-kembali dana-kembali kembali-uang kembalikan-uang balikin-uang duit-kembali
refund: uang-balik duit-balik
return: return returns returning retur kembalikan mengembalikan dikembalikan kembaliin balikin pengembalian
policy: policy policies rule rules terms condition conditions case cases situation situations circumstances
policy: kebijakan syarat aturan ketentuan kasus keadaan
payment: payment payments pay paying paid bayar membayar pembayaran dibayar bayarnya
method: method methods option options modality modalities metode pilihan opsi
problem: problem problems issue issues error errors trouble troubles masalah kendala gangguan bermasalah failed fail
problem: fails failing gagal eror can-not cannot could-not unable tidak-bisa valid
invoice: invoice invoices bill bills receipt receipts faktur struk nota kuitansi tagihan
account: account accounts profile profiles user akun profil free-account free-profile free-user
tier: premium platinum gold silver pro standard freemium tier
create: create creating open-account make-account signup sign-up signing-up register registering registration
create: registrations sign-ups daftar mendaftar pendaftaran registrasi buat-akun bikin-akun bikin signed-up
password: password passwords passcode pass pin pwd kata-sandi sandi access-key key pin-code
forget: forgot forget forgotten lost lupa reset resetting recover recovering recovery restore restoring retrieve
forget: retrieving retrieval
login: login log-in sign-in masuk logging-in
newsletter: newsletter newsletters nawala buletin mailing-list
subscribe: subscribe subscription subscriptions subscribing langganan berlangganan
unsubscribe: unsubscribe unsubscribing stop-langganan berhenti-langganan
person: person human humans operator someone somebody agent agents manusia orang assistant petugas staf
talk: talk talking speak speaking chat chatting bicara ngobrol berbicara
contact: contact contacting reach reaching call calling in-touch hubungi menghubungi telepon dihubungi kontak
connect: connect connecting sambungkan disambungkan sambungin
helpdesk: customer-service customer-support customer-assistance customer-care layanan-pelanggan cs
complaint: complaint complaints complain claim claims reclamation reclamations keluhan komplain mengeluh aduan
complaint: pengaduan mengadu protes
review: review reviews feedback opinion opinions ulasan testimoni masukan saran kritik penilaian rating comment
review: comments suggestion suggestions
report: report reporting inform informing notify notifying lapor laporkan melapor melaporkan
fee: fee fees charge charges penalty penalties cost costs biaya ongkos tarif denda penalti
exit: exit termination terminations withdrawal withdraw
price: price prices harga
open: open opens opening opened buka bukanya
hours: hours hour jam time times pukul waktu
outlet: outlet outlets gerai branch branches location locations lokasi cafe shops
halal: halal
decaf: decaf decaffeinated
grind: grind grinding ground giling digiling gilingan bubuk grinder
store: storage keep storing simpan menyimpan penyimpanan disimpan
roast: roast roasted roasting sangrai disangrai roastery
brew: brew brewing brewed seduh menyeduh seduhan penyeduhan
wholesale: wholesale bulk grosir reseller partai-besar
voucher: voucher vouchers promo promos promotion promotions coupon coupons kupon diskon discount discounts
points: points point poin
member: member membership members keanggotaan anggota loyalty loyalitas
gift: gift gifts hadiah kado
card: card cards kartu
company: company companies corporate business organization organisation brand perusahaan kantor korporat
allergy: allergy allergies allergic allergen allergens alergi alergen
job: job jobs career careers vacancy vacancies hiring lowongan loker kerja karier karir lamaran melamar
coffee: coffee kopi
bean: bean beans biji
email: email emails e-mail e-mails surel
abroad: abroad overseas international internationally country countries luar-negeri singapore singapura malaysia
abroad: japan jepang australia usa america amerika canada kanada mexico england inggris germany jerman france prancis
abroad: spain italy hungary finland netherlands belanda korea china taiwan thailand india europe eropa
abroad: toronto liverpool london munich berlin paris detroit valencia sydney tokyo kuala-lumpur hong-kong new-york
city: jakarta bandung surabaya medan semarang makassar denpasar bali yogyakarta jogja solo malang palembang
city: balikpapan banjarmasin pontianak manado padang pekanbaru batam bogor depok tangerang bekasi papua jayapura
city: lombok kupang ambon aceh lampung jambi samarinda jawa sumatra sumatera kalimantan sulawesi
"""

_TABLE = read_synonyms(MEANINGS)
SYNONYMS = {word: meaning for word, meaning in _TABLE.items() if "-" not in word}
PHRASES = {(words.split("-")[0], words.split("-")[1]): meaning for words, meaning in _TABLE.items() if "-" in words}
