"use strict";

// The page is whole without this: it lets a pointer, a finger or the arrow keys ask the chart for values.
const long = (week) => new Date(week).toLocaleDateString("en-US", { timeZone: "UTC", dateStyle: "medium" });

for (const article of document.querySelectorAll("article")) {
  const value = article.querySelector(".value");
  const weeks = [...article.querySelectorAll("tbody tr")]
    .map((row) => [...row.cells].map((cell) => cell.textContent.trim()))
    .filter(([, , remark]) => !remark.includes("not believed"))
    .reverse();
  for (const plot of article.querySelectorAll(".plot")) {
    const chart = plot.querySelector("svg");
    const numbers = plot.querySelector(".price").getAttribute("d").match(/\d+/g);
    const places = numbers.filter((_, index) => index % 2 === 0).map((x) => x / 1000);
    const shown = weeks.slice(-places.length);
    const line = plot.appendChild(document.createElement("i"));
    line.className = "here";
    line.hidden = true;
    let here = places.length - 1;

    const show = (index) => {
      here = Math.min(Math.max(index, 0), places.length - 1);
      const [week, price, remark] = shown[here];
      const said = `${long(week)}: ${price}${remark && `, ${remark}`}`;
      value.textContent = said;
      line.hidden = false;
      line.style.left = `${chart.getBoundingClientRect().left - plot.getBoundingClientRect().left
        + places[here] * chart.getBoundingClientRect().width}px`;
      plot.setAttribute("aria-valuenow", here);
      plot.setAttribute("aria-valuetext", said);
    };
    const point = (event) => {
      const box = chart.getBoundingClientRect();
      const at = (event.clientX - box.left) / box.width;
      const next = places.findIndex((x) => x >= at);
      const nearer = next > 0 && at - places[next - 1] < places[next] - at ? next - 1 : next;
      show(next < 0 ? places.length - 1 : nearer);
    };
    const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageUp: 4, PageDown: -4,
      Home: -places.length, End: places.length };
    plot.tabIndex = 0;
    plot.setAttribute("role", "slider");
    plot.setAttribute("aria-valuemin", 0);
    plot.setAttribute("aria-valuemax", places.length - 1);
    show(here);
    line.hidden = true;
    plot.addEventListener("pointermove", point);
    plot.addEventListener("pointerdown", point);
    plot.addEventListener("keydown", (event) => {
      if (event.key in steps) {
        event.preventDefault();
        show(here + steps[event.key]);
      }
    });
  }
}

for (const age of document.querySelectorAll(".age")) {
  const days = Math.floor((Date.now() - new Date(age.previousElementSibling.dateTime)) / 864e5);
  age.textContent = `(${days} days ago)`;
}
