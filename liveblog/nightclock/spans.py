"""How long something lasts, as a desk reads it at a glance."""

from datetime import timedelta


def span_in_words(span: timedelta) -> str:
    """`2 h 14 min`, `14 min`, `3 days 2 h`; what is less than a minute is `less than a minute`."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 1:
        return "less than a minute"
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    parts = [
        f"{days} day{'s' * (days != 1)}" if days else "",
        f"{hours} h" if hours else "",
        f"{minutes} min" if minutes and not days else "",
    ]
    return " ".join(filter(None, parts))
