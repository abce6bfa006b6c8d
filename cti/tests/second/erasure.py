"""What erasing persons makes of the shop's tables, by other means than cti's: who is meant, and what takes the place of their values.

A person is whatever ids and addresses hang together in what customers' records said by the hour of a request. What arrived in that hour or before is erased; ids and
times stay. Python's standard library alone.
"""

import hashlib
import hmac

TEXT, ADDRESS, NOTHING = "text", "address", "nothing"
PERSONAL = {
    **dict.fromkeys(("first_name", "last_name", "phone_number", "address", "city", "country", "postcode"), TEXT),
    **dict.fromkeys(("delivery_address", "delivery_postcode", "delivery_city", "delivery_country"), TEXT),
    "email": ADDRESS,
    "date_of_birth": NOTHING,
}


def keyed(pepper: str, *parts: str) -> str:
    """HMAC-SHA256 of the parts with a zero byte between each, in hexadecimal digits."""
    return hmac.new(pepper.encode(), "\0".join(parts).encode(), hashlib.sha256).hexdigest()


def persons(requests, known, pepper):
    """Each person asked for as (hour, key, ids, addresses), by the hour of the request.

    requests: (hour, id, address), one of the two may be None; known: (hour, id, address) that a customer's record told.
    """
    for asked in sorted({hour for hour, _, _ in requests}):
        told = [(("id", key), ("email", email)) for hour, key, email in known if hour <= asked]
        named = [[node for node in (("id", key), ("email", email)) if node[1]] for hour, key, email in requests if hour == asked]
        beside = {}
        for nodes in told + named:
            for node in nodes:
                beside.setdefault(node, set()).update(nodes)
        done = set()
        for nodes in named:
            if nodes[0] in done:
                continue
            met, ahead = set(), [nodes[0]]
            while ahead:
                node = ahead.pop()
                if node not in met:
                    met.add(node)
                    ahead += beside[node]
            done |= met
            ids, emails = (sorted(name for kind, name in met if kind == wanted) for wanted in ("id", "email"))
            yield asked, ids[0] if ids else keyed(pepper, "email", emails[0]), ids, emails


def erased(rows, columns, found, pepper):
    """The rows of a table, the last of whose columns is the arrival, after those persons are gone from it."""
    of = {name: columns.index(name) for name in columns}
    buyer, email = of.get("customer_id", of.get("id")), of.get("email")
    for row in rows:
        subject = next(
            (key for hour, key, ids, emails in found if row[-1] <= hour and (row[buyer] in ids or (email is not None and row[email].lower() in emails))), None
        )
        yield row if subject is None else [value if value is None else put(pepper, subject, name, value) for name, value in zip(columns, row)]


def put(pepper, subject, name, value):
    """What takes a value's place."""
    kind = PERSONAL.get(name)
    if kind is NOTHING:
        return None
    if kind is ADDRESS:
        return f"erased-{keyed(pepper, subject, name, value.lower())[:16]}@erased.invalid"
    return value if kind is None else f"erased-{keyed(pepper, subject, name, value)[:16]}"
