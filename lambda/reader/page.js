"use strict";

// The page is whole without this: it lets a pointer, a finger or the arrow keys ask the chart for
// values, and keeps the range in the address, so that a link shows what its sender saw.
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const long = (week) => new Date(week).toLocaleDateString("en-US", { timeZone: "UTC", dateStyle: "medium" });
const ago = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageUp: 4, PageDown: -4,
  Home: -Infinity, End: Infinity };

for (const article of all("article")) {
  const value = article.querySelector(".value");
  const weeks = all("tbody tr", article)
    .map((row) => [...row.cells].map((cell) => cell.textContent.trim()))
    .filter(([, , remark]) => !remark.includes("not believed"))
    .reverse();
  for (const plot of all(".plot", article)) {
    const chart = plot.querySelector("svg");
    const places = plot.querySelector(".price").getAttribute("d").match(/\d+ \d+/g)
      .map((place) => place.split(" ").map((number) => number / 1000));
    const shown = weeks.slice(-places.length);
    const last = places.length - 1;
    const line = plot.appendChild(document.createElement("i"));
    line.className = "here";
    let here = last;

    const show = (index, asked = true) => {
      here = Math.min(Math.max(index, 0), last);
      const [week, price, remark] = shown[here];
      const [x, y] = places[here];
      value.textContent = `${long(week)}: ${price}${remark && `, ${remark}`}`;
      line.hidden = !asked;
      line.style.left = `${chart.getBoundingClientRect().left - plot.getBoundingClientRect().left
        + x * chart.getBoundingClientRect().width}px`;
      line.style.setProperty("--y", `${y * 100}%`);
      plot.setAttribute("aria-valuenow", here);
      plot.setAttribute("aria-valuetext", value.textContent);
    };
    const rest = () => show(last, false);
    const point = (event) => {
      const box = chart.getBoundingClientRect();
      const away = places.map(([x]) => Math.abs(x - (event.clientX - box.left) / box.width));
      show(away.indexOf(Math.min(...away)));
    };
    plot.tabIndex = 0;
    plot.setAttribute("role", "slider");
    plot.setAttribute("aria-valuemin", 0);
    plot.setAttribute("aria-valuemax", last);
    rest();
    plot.addEventListener("pointermove", point);
    plot.addEventListener("pointerdown", point);
    plot.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && rest());
    plot.addEventListener("keydown", (event) => {
      if (event.key in steps) {
        event.preventDefault();
        show(here + steps[event.key]);
      }
    });
    article.addEventListener("change", rest);
  }
  const time = article.querySelector("time");
  const days = Math.floor((Date.now() - new Date(time.dateTime)) / 864e5);
  const old = article.querySelector(".old");
  article.querySelector(".age").textContent = ago.format(-days, "day");
  old.hidden = days <= old.dataset.days;
}

const choose = (range) => {
  for (const choice of all("label input")) {
    choice.checked ||= choice.value === range;
  }
  for (const link of all("nav a")) {
    const address = new URL(link.href);
    address.searchParams.set("range", range);
    link.href = address;
  }
};
const asked = new URL(location).searchParams.get("range");
if (asked) {
  choose(asked);
}
addEventListener("change", (event) => {
  const address = new URL(location);
  address.searchParams.set("range", event.target.value);
  history.replaceState(null, "", address);
  choose(event.target.value);
});
addEventListener("hashchange", () => {
  const article = all("article").find((one) => one.offsetHeight);
  document.title = ["h1", ".now"].map((part) => article.querySelector(part).textContent).join(": ");
  all(":popover-open").forEach((open) => open.hidePopover());
});
