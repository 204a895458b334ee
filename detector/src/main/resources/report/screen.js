'use strict';
(function () {
  const rows = [...document.querySelectorAll('tbody tr')].map(row => [row, row.textContent.toLowerCase()]);
  const search = document.getElementById('search');
  function refresh() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    rows.forEach(([row, text]) => { row.hidden = !words.every(w => text.includes(w)); });
  }
  search.addEventListener('input', refresh);
  /* #search=… */
  search.value = new URLSearchParams(location.hash.slice(1)).get('search') || '';
  refresh();
  document.getElementById('theme').addEventListener('click', () => {
    const root = document.documentElement, dark = root.classList.contains('dark') || (!root.classList.contains('light') && matchMedia('(prefers-color-scheme: dark)').matches);
    root.classList.toggle('dark', !dark);
    root.classList.toggle('light', dark);
  });
})();
