// Keeps an open list beside its field or button, inside the window, whatever scrolls around it.

let moving = null;

export function float(popup, anchor, { wide = false } = {}) {
  popup.hidden = false;
  moving = () => {
    const spot = anchor.getBoundingClientRect();
    const below = window.innerHeight - spot.bottom - 12;
    const up = below < 180 && spot.top > below;
    popup.style.maxHeight = `${Math.min(340, up ? spot.top - 12 : below)}px`;
    popup.style.minWidth = wide ? `${spot.width}px` : "12rem";
    popup.style.maxWidth = wide ? `${spot.width}px` : "min(20rem, 92vw)";
    const left = wide ? spot.left : Math.max(8, Math.min(spot.right - popup.offsetWidth, window.innerWidth - 8));
    popup.style.left = `${left}px`;
    popup.style.top = up ? "auto" : `${spot.bottom + 4}px`;
    popup.style.bottom = up ? `${window.innerHeight - spot.top + 4}px` : "auto";
  };
  moving();
}

export function sink(popup) {
  popup.hidden = true;
  moving = null;
}

addEventListener("scroll", () => moving?.(), { capture: true, passive: true });
addEventListener("resize", () => moving?.());
