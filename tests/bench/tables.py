"""Tables that a measurement puts into a page."""


def put_table(path, name, lines):
    """Puts the lines between <!-- name --> and <!-- /name --> of a file."""
    begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->\n"
    with open(path, encoding="utf-8") as text:
        before, rest = text.read().split(begin)
    _, after = rest.split(end)
    with open(path, "w", encoding="utf-8") as out:
        out.write(before + begin + "\n".join(lines) + "\n" + end + after)
