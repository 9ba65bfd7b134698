"""Things that customers ask, each answered at once from the demo shop's articles."""

QUESTIONS = (
    "Bagaimana cara ganti alamat?",
    "Bagaimana cara lacak pesanan?",
    "Jam buka gerai kapan?",
    "Apakah produknya halal?",
    "Bagaimana cara minta refund?",
    "Lupa kata sandi, bagaimana?",
)
