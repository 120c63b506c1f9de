"""Days of publication that the whole-page dumps give: prints the table, holds the floors under "dates".

python -m pytest -m quality -s tests/quality/test_publication_days.py

Of the dumps with a known date: "right" is the share of given days that are the day, "given" how many get one. News
pages (Fundus and the French ones) are counted apart: the rest are guides and shop pages, of which some show only the
day of their last revision, without a word that says so. Those are listed in `SHOWN`, each looked at: the date on the
page isn't the one in its metadata, so that no reading of the text could be right. "right shown" leaves them out.

"siblings" hides the date of a news item and gives it a sibling of the same day: how often its own weekdays lead back to
that day, and how often to none that is more than a day off."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from digest import dates
from digest.clean import Options, clean
from digest.formats import parse
from digest.model import Article, Claim, Source

SHARED = Path(__file__).parents[3] / "shared"
DATA = SHARED / "data" / "cleaning" / "lines.jsonl.gz"
STREAM = SHARED / "data" / "grouping" / "frstream.jsonl.gz"
FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))["dates"]

pytestmark = [
    pytest.mark.quality,
    pytest.mark.skipif(not DATA.is_file(), reason="needs ../shared/data/cleaning"),
]

NEWS = ("fundus", "fundus-hist", "fr-hand", "mozread")

SHOWN = (
    "jungewelt.de/artikel/474126",  # "Ausgabe vom 26.04.2024": the day of the print edition, on line the evening before
    "jungewelt.de/artikel/522721",  # the same
    "elementor.com/blog/web-design-trends-2026",  # "Nov 20, 2025" under the title, three days after first publication
    "userpilot.com/blog/data-analytics-trends",  # revision over the title
    "arc.dev/talent-blog/remote-work-from-home-tips",  # revision under the title
    "idenfy.com/blog/cryptocurrency-regulations",  # revision beside the author
    "coffeekev.com/best-drip-coffee-maker",  # revision beside the author
    "realestate.com.au/advice/pros-cons-living-in-a-tiny-home",  # revision beside the author
    "upwork.com/resources/becoming-a-freelance-web-developer",  # says "Published Oct 10, 2025"
    "almanac.com/how-we-keep-pests-out-garden",  # revision beside the author
    "marpipe.com/blog/product-feed-specs",  # a month earlier than its metadata
    "apps.shopify.com/stories/merchant-tech-stack-klatch-coffee",  # earlier than its metadata
    "greatdayimprovements.com/home-advice",  # 8/1/2025 and 8/27/2025: only the second can be read
)


def _measured() -> tuple[dict[str, float], list[str]]:
    counts: Counter[str] = Counter()
    wrong = []
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        for line in lines:
            page = json.loads(line)
            if not page["date"] or page["src"] == "waddle":
                continue
            kind = "news" if page["src"] in NEWS else "guide"
            article = clean(parse(Source("page.txt", page["raw"].encode())), Options())
            claim = article.published
            counts[f"{kind} all"] += 1
            if claim is None or claim.confidence < 0.5 or article.day is None:
                continue
            counts[f"{kind} given"] += 1
            if article.day == page["date"][:10]:
                counts[f"{kind} right"] += 1
            else:
                shown = any(part in page["url"] for part in SHOWN)
                counts["shown"] += shown
                if not shown:
                    wrong.append(f"{page['date'][:10]} {claim.value} {claim.reason} {page['url'][:80]}")
    given = counts["news given"] + counts["guide given"]
    right = counts["news right"] + counts["guide right"]
    return {
        "right": right / given,
        "right shown": right / (given - counts["shown"]),
        "given": given / (counts["news all"] + counts["guide all"]),
        "news right": counts["news right"] / counts["news given"],
        "news given": counts["news given"] / counts["news all"],
    }, wrong


def _siblings() -> dict[str, float]:
    counts: Counter[str] = Counter()
    title = Claim("title", "", "text")
    with gzip.open(STREAM, "rt", encoding="utf-8") as lines:
        for line in lines:
            item = json.loads(line)
            if len(item.get("text", "")) < 150 or not item.get("date") or item.get("lang", "fr") != "fr":
                continue
            day = item["date"][:10]
            dated = Article("b", "b", title, (), "", published=Claim("published", day, "label", 0.9, "day"))
            bare = Article("a", "a", title, (), item["text"], mentions=dates.mentions(item["text"], "fr"))
            found = dates.settle((bare, dated))[0].day
            if found:
                off = abs((date.fromisoformat(found) - date.fromisoformat(day)).days)
                counts["given"] += 1
                counts["right"] += off == 0
                counts["near"] += off <= 1
            if counts["given"] >= 3000:
                break
    return {"sibling right": counts["right"] / counts["given"], "sibling near": counts["near"] / counts["given"]}


def test_dates_hold_their_floors() -> None:
    measured, wrong = _measured()
    measured |= _siblings()
    print()
    for name, value in measured.items():
        print(f"{name:14} {value:.4f}")
    print("\n".join(wrong))
    below = {n: (round(measured[n], 4), floor) for n, floor in FLOORS.items() if measured[n] < floor}
    assert not below, f"measured, floor: {below}"
    assert set(measured) == set(FLOORS)
