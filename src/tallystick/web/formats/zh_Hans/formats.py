"""Numbers and dates in Chinese; large quantities grouped by three, as official tables are."""

DATE_FORMAT = "Y年n月j日"
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
