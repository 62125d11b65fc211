"""The five rules of the allocation once more, word by word and slowly, to compare the real one with."""

from collections import defaultdict
from fractions import Fraction
from math import floor


def slow_allocation(data):
    """The output without the explanations; the input is known to be valid."""
    granted, declined, total, cap = individual_measures(data)
    committed = sum(post["amount"] for post in data["individual"]["committed"])
    networks = collective_measures(data["collective"], total)
    recipients = defaultdict(int)
    for post in data["fixed"] + data["individual"]["committed"] + granted:
        if post["recipient"] is not None:
            recipients[post["recipient"]] += post["amount"]
    for row in networks:
        recipients[row["id"]] += row["network_amount"]
        for university in row["universities"]:
            recipients[university["id"]] += university["amount"]
    unallocated = total - sum(row["amount"] for row in networks)
    return {
        "fixed_total": sum(post["amount"] for post in data["fixed"]),
        "held": sum(post["amount"] for post in data["fixed"] if post["recipient"] is None),
        "individual": {
            "cap": cap,
            "committed": committed,
            "total": committed + sum(row["amount"] for row in granted),
            "granted": sorted(granted, key=by_id),
            "declined": sorted(declined, key=by_id),
        },
        "collective": {"total": total, "networks": networks, "unallocated": unallocated},
        "recipients": [{"id": name, "amount": recipients[name]} for name in sorted(recipients)],
        "unallocated": unallocated,
    }


def by_id(row):
    return row["id"]


def individual_measures(data):
    cap = floor(data["frame"] * Fraction(data["individual"]["cap_percent"]) / 100)
    spent = sum(post["amount"] for post in data["individual"]["committed"])
    left = data["frame"] - sum(post["amount"] for post in data["fixed"]) - spent
    granted, declined, reason = [], [], None
    for row in sorted(data["individual"]["requests"], key=lambda row: (row["rank"], row["id"])):
        if reason is None and spent + row["amount"] > cap:
            reason = "cap"
        elif reason is None and row["amount"] > left:
            reason = "frame"
        if reason:
            declined.append({"id": row["id"], "reason": reason})
        else:
            spent += row["amount"]
            left -= row["amount"]
            granted.append({"id": row["id"], "recipient": row["recipient"], "amount": row["amount"]})
    return granted, declined, left, cap


def entitlements(key, total):
    f = Fraction(key["flat_percent"]) / 100
    all_weights = sum(Fraction(weight) for weight in key["weights"].values())
    result = {}
    for row in key["networks"]:
        share = total * f / len(key["networks"])
        for name, weight in key["weights"].items():
            if all_weights:
                whole = sum(Fraction(other[name]) for other in key["networks"])
                share += total * (1 - f) * Fraction(weight) / all_weights * Fraction(row[name]) / whole
        result[row["id"]] = share
    return result


def capped_shares(entitled, requested, total):
    shares, capped = dict(entitled), {}
    while over := [name for name in shares if shares[name] > requested[name]]:
        for name in over:
            capped[name] = requested[name]
            del shares[name]
        rest = total - sum(capped.values())
        whole = sum(entitled[name] for name in shares)
        shares = {name: rest * entitled[name] / whole if whole else Fraction(0) for name in shares}
    return shares, capped


def collective_measures(key, total):
    unit = key["round_to"]
    requested = {row["id"]: row["requested"] for row in key["networks"]}
    shares, capped = entitlements(key, total), {}
    if key["cap_at_requested"]:
        shares, capped = capped_shares(shares, requested, total)
    amounts = {name: floor(share / unit) * unit for name, share in shares.items()}
    left = floor(sum(shares.values()) / unit) - sum(amounts.values()) // unit
    for name in sorted(shares, key=lambda name: (amounts[name] - shares[name], name)):
        if left and not (key["cap_at_requested"] and amounts[name] + unit > requested[name]):
            amounts[name] += unit
            left -= 1
    amounts |= capped
    return [
        network_row(row, amounts[row["id"]], row["id"] in capped, unit)
        for row in sorted(key["networks"], key=by_id)
    ]


def network_row(row, amount, is_capped, unit):
    universities = [
        {
            "id": university["id"],
            "amount": floor(Fraction(amount * university["requested"], row["requested"]) / unit) * unit
            if row["requested"]
            else 0,
        }
        for university in sorted(row["universities"], key=by_id)
    ]
    kept = amount - sum(university["amount"] for university in universities)
    return {
        "id": row["id"],
        "amount": amount,
        "network_amount": kept,
        "universities": universities,
        "capped": is_capped,
    }
