"""Files in and out: agreements, networks, agreed-electronic-format workbooks, other formats."""
