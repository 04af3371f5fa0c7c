// Before the first paint, so that a dark screen never flashes light. A file, not inline: no CSP exception.
(function () {
  var wanted = 'auto';
  try {
    wanted = localStorage.getItem('kith.scheme') || 'auto';
  } catch (e) {
    /* storage may be closed: then the system decides */
  }
  var dark = wanted === 'dark' || (wanted === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
