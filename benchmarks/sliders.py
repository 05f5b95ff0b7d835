"""How long after a slider of What if is moved do the new figures stand in the browser? Milliseconds, of 30 moves.

    leadline demo --home /tmp/demo --no-serve && leadline serve --home /tmp/demo --port 8123 &
    python -m benchmarks.sliders http://127.0.0.1:8123

The limit is 200 ms a move, from the input's event to the frame that shows the answer; the page
itself waits 30 ms for a hand that still moves. Needs Debian's Chromium and the demo's sign-in.
"""

from __future__ import annotations

import shutil
import statistics
import sys

from playwright.sync_api import Page, sync_playwright

LIMIT_MS, MOVES = 200, 30
_MOVE = """([place, value]) => new Promise((done) => {
  const sliders = document.querySelectorAll('#moves input[type=range]');
  const one = sliders[place % sliders.length];
  let begun = 0;
  document.body.addEventListener('htmx:afterSettle',
    () => requestAnimationFrame(() => done(performance.now() - begun)), { once: true });
  one.value = value;
  begun = performance.now();
  one.dispatchEvent(new Event('input', { bubbles: true }));
})"""


def main(site: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(base_url=site)
        _sign_in(page)
        page.goto("/value/what-if/")
        sliders = page.locator("#moves input[type=range]").count()
        took = sorted(_moved(page, place) for place in range(MOVES))
        browser.close()
    middle, above = statistics.median(took), sum(one > LIMIT_MS for one in took)
    told = f"median {middle:.0f} ms, worst {took[-1]:.0f} ms; {above} above {LIMIT_MS} ms"
    print(f"{sliders} sliders, {MOVES} moves: {told}")


def _moved(page: Page, place: int) -> float:
    return float(page.evaluate(_MOVE, [place, str(-50 + (place * 35) % 150)]))


def _sign_in(page: Page) -> None:
    page.goto("/sign-in/")
    page.fill("[name=login]", "executive")
    page.fill("[name=password]", "leadline-demo")
    page.locator("form button").first.click()
    page.wait_for_url("**/")


if __name__ == "__main__":
    main(sys.argv[1])
