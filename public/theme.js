/**
 * Sets <html data-theme> before the first paint: the stored choice ('light' or 'dark' under the key 'theme'), or what
 * the system prefers. A file of its own since the Content-Security-Policy allows no inline script.
 */
(() => {
  let theme = null;
  try {
    theme = localStorage.getItem('theme');
  } catch {
    // storage may be forbidden; the system's preference is then all there is
  }
  if (theme !== 'light' && theme !== 'dark') {
    theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  }
  document.documentElement.dataset.theme = theme;
})();
