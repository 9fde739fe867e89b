/**
 * Puts an open popover under its button, or above it where there is no room, and inside the window.
 * By hand, because CSS anchor positioning is not in all browsers yet.
 */
export function placePopover(popover: HTMLElement, button: HTMLElement): void {
  const gap = 6;
  const edge = 8;
  const anchor = button.getBoundingClientRect();
  // Measured at the left edge: from where it happens to stand its words might be squeezed against the right one.
  popover.style.left = '0';
  const { width, height } = popover.getBoundingClientRect();
  const below = anchor.bottom + gap;
  const top = below + height + edge <= window.innerHeight ? below : Math.max(edge, anchor.top - gap - height);
  const left = Math.min(Math.max(edge, anchor.left), window.innerWidth - width - edge);
  popover.style.top = `${top}px`;
  popover.style.left = `${Math.max(edge, left)}px`;
}
