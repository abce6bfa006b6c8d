"""The shop's hours a second time, by other means: reads the raw files under a folder and prints what the tables must hold.

Usage: shop.py RAW PEPPER [archived]. One JSON object: {"counts": …, "reasons": …, "tables": …, "erased": …}, all hours taken in one pass, customers and products looked up
among those of all hours; "erased" are the tables once the erasure requests are carried out: with an archive every raw customer tells whose address it was, else the newest
version of each and what was rejected.
Python's standard library alone; shares nothing with cti but what docs and samples say of the data.
"""

import collections
import datetime
import gzip
import json
import pathlib
import re
import sys
from decimal import Decimal

from erasure import erased, keyed, persons

MONEY = re.compile(r"-?[0-9]{1,16}(\.[0-9]{1,2})?")
WHOLE = re.compile(r"-?[0-9]+")
UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
CUSTOMER = ("id", "first_name", "last_name", "date_of_birth", "email", "phone_number", "address", "city", "country", "postcode")
COLUMNS = {
    "customers": [*CUSTOMER, "last_change", "segment", "arrived_at"],
    "transactions": [
        "transaction_id", "transaction_time", "customer_id", "delivery_address", "delivery_postcode", "delivery_city", "delivery_country", "total_cost", "arrived_at",
    ],
}
EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


def objects(raw: pathlib.Path, dataset: str):
    """Each record of a dataset with its hour; None where a line is no JSON."""
    for path in sorted(raw.glob(f"date=*/hour=*/{dataset}.json*")):
        day, hour = path.parts[-3].removeprefix("date="), path.parts[-2].removeprefix("hour=")
        content = path.read_bytes()
        text = (gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content).decode()
        for line in filter(str.strip, text.split("\n")):
            try:
                yield f"{day} {hour}:00:00", json.loads(line, parse_float=str, parse_int=str)
            except json.JSONDecodeError:
                yield f"{day} {hour}:00:00", None


def text(value):
    return (str(value).strip() or None) if value is not None else None


def moment(value):
    found = text(value)
    return found and datetime.datetime.fromisoformat(found).astimezone(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M:%S")


def money(value):
    found = text(value)
    return Decimal(found) if found and MONEY.fullmatch(found) else None


def whole(value):
    found = text(value)
    return int(found) if found and WHOLE.fullmatch(found) else None


def customer(record):
    fields = {name: text(record.get(name)) for name in CUSTOMER}
    fields["last_change"], fields["segment"] = moment(record.get("last_change")), text(record.get("segment"))
    wrong = [f"{name}:required" for name in ("id", "first_name", "last_name", "email") if not fields[name]]
    if fields["id"] and not fields["id"].isdigit():
        wrong.append("id:invalid_id")
    if fields["email"]:
        if not EMAIL.fullmatch(fields["email"]):
            wrong.append("email:invalid_email")
    if fields["segment"] not in (None, "health", "sports", "beauty"):
        wrong.append("segment:invalid_segment")
    return fields["id"], list(fields.values()), fields["last_change"] or "", wrong


def product(record):
    sku, price, popularity = whole(record.get("sku")), money(record.get("price")), text(record.get("popularity"))
    name, category = text(record.get("name")), text(record.get("category"))
    wrong = [f"{field}:required" for field, value in (("sku", record.get("sku")), ("name", name), ("price", record.get("price")), ("category", category), ("popularity", popularity)) if value is None]
    if record.get("price") is not None and price is None:
        wrong.append("price:invalid_money")
    if price is not None and price <= 0:
        wrong.append("price:not_positive")
    if popularity is not None and float(popularity) <= 0:
        wrong.append("popularity:not_positive")
    return sku, [sku, name, price and f"{price:.2f}", category, popularity and repr(float(popularity))], "", wrong


def versions(raw, dataset, read):
    """The newest version of each record: by what it says of itself, then by its arrival."""
    counts, reasons, newest, seen, broken = collections.Counter(), collections.Counter(), {}, 0, set()
    for hour, record in objects(raw, dataset):
        counts["read"] += 1
        key, values, version, wrong = read(record) if record is not None else (None, None, None, ["invalid_json"])
        if wrong:
            counts["rejected"] += 1
            reasons.update(wrong)
            broken.add(key)
            continue
        seen += 1
        if key not in newest or (version, hour) > newest[key][0]:
            newest[key] = ((version, hour), [*values, hour])
    counts["written"], counts["duplicates"] = len(newest), seen - len(newest)
    return counts, reasons, {key: row for key, (_, row) in newest.items()}, broken - set(newest)


def transaction(record):
    wrong, address, purchases = [], record.get("delivery_address") or {}, record.get("purchases") or {}
    key, buyer, cost = text(record.get("transaction_id")), text(record.get("customer_id")), money(purchases.get("total_cost"))
    if not key:
        wrong.append("transaction_id:required")
    elif not UUID.fullmatch(key):
        wrong.append("transaction_id:invalid_uuid")
    if not buyer:
        wrong.append("customer_id:required")
    elif not buyer.isdigit():
        wrong.append("customer_id:invalid_id")
    lines = []
    for number, bought in enumerate(purchases.get("products") or [], 1):
        quantity = whole(bought.get("quantity", bought.get("quanitity")))
        lines.append((number, whole(bought.get("sku")), quantity, money(bought.get("price")), money(bought.get("total"))))
    if any(total != price * quantity for _, _, quantity, price, total in lines):
        wrong.append("purchases.products:wrong_total")
    if cost is None or cost != sum(line[4] for line in lines):
        wrong.append("purchases.total_cost:wrong_total_cost")
    head = [key and key.lower(), moment(record.get("transaction_time")), buyer, *(text(address.get(name)) for name in ("address", "postcode", "city", "country")), cost is not None and f"{cost:.2f}"]
    return head, [[head[0], number, head[1], sku, quantity, f"{price:.2f}", f"{total:.2f}"] for number, sku, quantity, price, total in lines], wrong


def transactions(raw, customers, products):
    counts, reasons, contents, heads, lines = collections.Counter(), collections.Counter(), {}, [], []
    for hour, record in objects(raw, "transactions"):
        counts["read"] += 1
        head, bought, wrong = transaction(record) if record is not None else (None, None, ["invalid_json"])
        if not wrong and contents.setdefault(head[0], (head, bought)) != (head, bought):
            wrong = ["transaction_id:id_conflict"]
        elif not wrong and head[0] in contents and contents[head[0]][0] is not head:
            counts["duplicates"] += 1
            continue
        if not wrong:
            named = {("customer_id", head[2]): customers} | {("purchases.products.sku", line[3]): products for line in bought}
            wrong = [f"{field}:{'rejected' if key in broken else 'unknown'}_reference" for (field, key), (known, broken) in named.items() if key not in known]
        if wrong:
            counts["rejected"] += 1
            reasons.update(wrong)
            continue
        counts["written"] += 1
        heads.append([*head, hour])
        lines += [[*line, hour] for line in bought]
    return counts, reasons, heads, lines


def requests(raw, pepper):
    """Who asked to be erased when, and the table that keeps it: addresses as keyed hashes."""
    counts, reasons, asked, kept = collections.Counter(), collections.Counter(), [], set()
    for hour, record in objects(raw, "erasure-requests"):
        counts["read"] += 1
        key, email = text(record.get("customer-id")), text(record.get("email"))
        if not key and not email:
            counts["rejected"] += 1
            reasons["required"] += 1
            continue
        email = email and email.lower()
        asked.append((hour, key, email))
        kept.add((key, email and keyed(pepper, "email", email)))
    counts["written"], counts["duplicates"] = len(kept), len(asked) - len(kept)
    return counts, reasons, asked, kept


def told(raw, customers, is_archived):
    """Id and address that belong together, with the hour since when that is known."""
    for hour, record in objects(raw, "customers"):
        if record is None or not (text(record.get("id")) and text(record.get("email"))):
            continue
        if is_archived or customer(record)[3]:
            yield hour, text(record["id"]), text(record["email"]).lower()
    yield from ((row[-1], row[0], row[4].lower()) for row in customers.values())


def shown(tables):
    return {name: sorted(["" if value is None else str(value) for value in row] for row in rows) for name, rows in tables.items()}


def main(raw: pathlib.Path, pepper: str, is_archived: bool) -> None:
    customer_counts, customer_reasons, customers, lost_customers = versions(raw, "customers", customer)
    product_counts, product_reasons, products, lost_products = versions(raw, "products", product)
    counts, reasons, heads, lines = transactions(raw, (customers, lost_customers), (products, lost_products))
    request_counts, request_reasons, asked, kept = requests(raw, pepper)
    tables = {"customers": list(customers.values()), "products": products.values(), "transactions": heads, "transaction_lines": lines, "erasure_requests": kept}
    found = list(persons(asked, list(told(raw, customers, is_archived)), pepper))
    print(json.dumps({
        "counts": {"customers": customer_counts, "products": product_counts, "transactions": counts, "erasure-requests": request_counts},
        "reasons": {"customers": customer_reasons, "products": product_reasons, "transactions": reasons, "erasure-requests": request_reasons},
        "tables": shown(tables),
        "erased": shown(tables | {name: erased(tables[name], columns, found, pepper) for name, columns in COLUMNS.items()}),
    }, ensure_ascii=False))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), sys.argv[2], "archived" in sys.argv[3:])
