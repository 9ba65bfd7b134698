"""What can be counted at the edge, for /metrics."""

from prometheus_client import Counter, Gauge

UPDATES = Counter("ingat_updates_total", "Updates by how they ended", ["outcome"])
DELIVERIES = Counter("ingat_deliveries_total", "Deliveries by the state they ended in", ["state"])
RETRIES = Counter("ingat_delivery_retries_total", "Deliveries that were put back to be tried again", ["state"])
MIRROR_LAG_S = Gauge(
    "ingat_mirror_lag_seconds", "How long the oldest words have waited to be shown in their staff topic"
)
