'use strict';
(function () {
  const data = JSON.parse(document.getElementById('data').textContent);
  const t = data.texts, hosts = data.hosts;
  const tx = (key, ...a) => (t[key] === undefined ? key : t[key]).replace(/\{(\d)\}/g, (m, i) => a[i]);
  const el = (tag, attributes, ...children) => {
    const node = document.createElement(tag);
    for (const k in attributes || {}) { if (k === 'on') { node.addEventListener('click', attributes.on); } else { node.setAttribute(k, attributes[k]); } }
    for (const c of children) { if (c !== null && c !== undefined) { node.append(c); } }
    return node;
  };
  const svg = (tag, attributes, text) => {
    const node = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const k in attributes) { node.setAttribute(k, attributes[k]); }
    if (text !== undefined) { node.textContent = text; }
    return node;
  };
  const PREFIX = ['', 'k', 'M', 'G', 'T', 'P', 'E', 'Z'];
  const short = (v, unit) => {
    let i = 0;
    while (Math.abs(v) >= 999.5 && i < PREFIX.length - 1) { v /= 1000; i++; }
    return (v === 0 ? '0' : v >= 100 ? v.toFixed(0) : v >= 0.01 ? String(+v.toPrecision(3)) : v.toExponential(1)) + '\u00a0' + PREFIX[i] + unit;
  };
  const range = (a, b, unit) => a === null || a === undefined || b === null || b === undefined ? '–' : short(a, unit) + ' –\u00a0' + short(b, unit);
  const count = n => n.toLocaleString(data.lang === 'zh' ? 'zh-CN' : 'en-GB');
  const time = s => s ? s.slice(0, 19).replace('T', '\u00a0') : '–';
  const duration = s => s < 90 ? Math.round(s) + ' s' : s < 5400 ? Math.round(s / 60) + ' min' : (s / 3600).toFixed(1) + ' h';
  const rates = h => Object.entries(h.hashrate || {}).map(([a, r]) => a + ' ' + range(r.low, r.high, 'H/s')).join('; ') || '–';
  const kwh = h => h.energy_kwh ? short(h.energy_kwh.low * 1000, 'Wh') + ' – ' + short(h.energy_kwh.high * 1000, 'Wh') : '–';
  const surcharge = h => {
    const s = h.surcharge;
    if (!s) { return '–'; }
    const note = /draft/.test(s.status || '') ? ' (' + tx('draft') + ')' : '';
    return s.amount_low === null ? tx('noFigure') : s.amount_low.toFixed(2) + ' – ' + s.amount_high.toFixed(2) + ' ' + s.currency + note;
  };
  const rank = {confirmed: 3, probable: 2, suspected: 1};
  const ipKey = ip => ip.includes(':') ? 'z' + ip : ip.split('.').map(p => p.padStart(3, '0')).join('.');

  /* Charts */
  const chart = (title, node, wide) => {
    const box = el('div', {class: 'chart' + (wide ? ' wide' : '')}, el('h3', {}, title));
    box.append(node);
    document.getElementById('charts').append(box);
  };
  const bars = (title, counts, colour) => {
    const rows = Object.entries(counts).sort((a, b) => b[1] - a[1]).slice(0, 10);
    const max = Math.max(1, ...rows.map(r => r[1]));
    const box = svg('svg', {viewBox: '0 0 400 ' + Math.max(24, rows.length * 24), role: 'img', 'aria-label': title});
    rows.forEach(([name, n], i) => {
      box.append(svg('text', {x: 0, y: i * 24 + 16}, name.length > 20 ? name.slice(0, 19) + '…' : name));
      box.append(svg('rect', {x: 160, y: i * 24 + 5, width: Math.max(1, 180 * n / max), height: 14, rx: 2, fill: colour ? colour(name) : 'var(--bar)'}));
      box.append(svg('text', {x: 346, y: i * 24 + 16}, count(n)));
    });
    if (!rows.length) { box.append(svg('text', {x: 0, y: 16, class: 'soft'}, tx('none'))); }
    chart(title, box);
  };
  const tally = of => {
    const counts = {};
    hosts.forEach(h => [].concat(of(h)).forEach(k => { counts[k] = (counts[k] || 0) + 1; }));
    return counts;
  };
  const byVerdict = tally(h => h.verdict), named = {};
  ['confirmed', 'probable', 'suspected'].forEach(v => { if (byVerdict[v]) { named[tx(v)] = byVerdict[v]; } });
  bars(tx('verdicts'), named, name => 'var(--' + ['confirmed', 'probable', 'suspected'].find(v => tx(v) === name) + ')');
  bars(tx('natures'), tally(h => h.nature || tx('unknown')));
  bars(tx('regions'), tally(h => h.region || tx('unknown')));
  bars(tx('pools'), tally(h => [...new Set(h.s.map(s => s.pool || s.pool_host || s.dest_ip + ':' + s.dest_port))]));
  bars(tx('coins'), tally(h => h.coins.length ? h.coins : tx('unknown')));
  const sessions = hosts.flatMap(h => h.s.map(s => ({h, s, from: Date.parse(s.first_seen), to: Date.parse(s.last_seen)})));
  const start = Math.min(...sessions.map(x => x.from)), end = Math.max(...sessions.map(x => x.to), start + 1000);
  const W = 1000, LEFT = 90;
  const x = ms => LEFT + (W - LEFT - 10) * (ms - start) / (end - start);
  const axis = (box, y) => [0, .25, .5, .75, 1].forEach(p => {
    const at = start + p * (end - start);
    box.append(svg('line', {x1: x(at), x2: x(at), y1: 0, y2: y - 14, stroke: 'var(--line)'}));
    box.append(svg('text', {x: x(at), y: y, class: 'soft', 'text-anchor': p === 0 ? 'start' : p === 1 ? 'end' : 'middle'},
      new Date(at).toISOString().slice(0, 16).replace('T', ' ')));
  });
  const band = (title, of, unit) => {
    const BINS = 200, low = new Array(BINS).fill(0), high = new Array(BINS).fill(0);
    let any = false;
    sessions.forEach(({s, from, to}) => {
      const v = of(s);
      if (!v) { return; }
      any = true;
      const a = Math.floor((from - start) / (end - start) * (BINS - 1)), b = Math.floor((to - start) / (end - start) * (BINS - 1));
      for (let i = a; i <= b; i++) { low[i] += v.low; high[i] += v.high; }
    });
    if (!any) { return; }
    const max = Math.max(...high), H = 160;
    const box = svg('svg', {viewBox: '0 0 ' + W + ' ' + (H + 20), role: 'img', 'aria-label': title});
    axis(box, H + 16);
    const y = v => H - (H - 10) * v / max, px = i => x(start + (end - start) * i / (BINS - 1));
    const line = (values, f) => values.map((v, i) => px(i).toFixed(1) + ',' + y(v).toFixed(1)).join(' ');
    box.append(svg('polygon', {points: line(high) + ' ' + line(low).split(' ').reverse().join(' '), fill: 'var(--bar)', 'fill-opacity': .35, stroke: 'var(--bar)'}));
    [0, .5, 1].forEach(p => box.append(svg('text', {x: LEFT - 6, y: y(max * p) + 4, 'text-anchor': 'end'}, short(max * p, unit))));
    chart(title, box, true);
  };
  if (sessions.length) {
    band(tx('powerOverTime').replace(/[,(,].*$/, ''), s => s.power_watts, 'W');
    const algorithms = {};
    sessions.forEach(({s}) => { if (s.hashrate && s.algorithm) { algorithms[s.algorithm] = (algorithms[s.algorithm] || 0) + 1; } });
    const top = Object.entries(algorithms).sort((a, b) => b[1] - a[1])[0];
    if (top) { band(tx('hashrateOverTime') + ': ' + top[0], s => s.algorithm === top[0] && !s.contradictions ? s.hashrate : null, 'H/s'); }
    const shown = [...hosts].sort((a, b) => rank[b.verdict] - rank[a.verdict] || b.active_seconds - a.active_seconds).slice(0, 30);
    const box = svg('svg', {viewBox: '0 0 ' + W + ' ' + (shown.length * 14 + 20), role: 'img', 'aria-label': tx('timeline')});
    axis(box, shown.length * 14 + 18);
    shown.forEach((h, i) => {
      box.append(svg('text', {x: LEFT - 6, y: i * 14 + 11, 'text-anchor': 'end', style: 'font-size:9px'}, h.ip.length > 17 ? h.ip.slice(0, 16) + '…' : h.ip));
      h.s.forEach(s => box.append(svg('rect', {x: x(Date.parse(s.first_seen)), y: i * 14 + 3, height: 8, rx: 1,
        width: Math.max(2, x(Date.parse(s.last_seen)) - x(Date.parse(s.first_seen))), fill: 'var(--' + s.verdict + ')'})));
    });
    chart(tx('timeline'), box, true);
  }

  /* Table */
  const columns = [
    ['address', h => h.ip, h => h.key], ['owner', h => h.owner || '–', h => h.owner || '￿'], ['nature', h => h.nature || '–', h => h.nature || '￿'],
    ['region', h => h.region || '–', h => h.region || '￿'], ['verdict', h => tx(h.verdict), h => -rank[h.verdict] * 1000 - h.score],
    ['kind', h => tx('kind.' + h.kind), h => h.kind], ['rigs', h => h.rigs.low === h.rigs.high ? String(h.rigs.low) : h.rigs.low + ' – ' + h.rigs.high, h => -h.rigs.high],
    ['hashrate', rates, h => -Math.max(0, ...Object.values(h.hashrate || {}).map(r => r.high || 0))],
    ['power', h => h.power_watts ? range(h.power_watts.low, h.power_watts.high, 'W') : '–', h => h.power_watts ? -h.power_watts.high : 0],
    ['energy', kwh, h => h.energy_kwh ? -h.energy_kwh.high : 0], ['surcharge', surcharge, h => h.surcharge && h.surcharge.amount_high ? -h.surcharge.amount_high : 0],
    ['coins', h => h.coins.join(' ') || '–', h => h.coins.join(' ') || '￿'], ['sessions', h => count(h.sessions), h => -h.sessions],
    ['lastSeen', h => time(h.last_seen), h => h.last_seen]];
  const numeric = {rigs: 1, power: 1, energy: 1, surcharge: 1, sessions: 1};
  const PAGE = 50;
  let sortBy = 4, isUp = true, page = 0, open = null, matching = hosts;
  hosts.forEach(h => {
    h.key = ipKey(h.ip);
    h.text = [h.ip, h.owner, h.nature, h.region, h.site, h.account, h.kind, ...h.coins, ...h.pools, ...h.wallets, ...h.agents, ...h.s.map(s => s.pool_host || '')].join(' ').toLowerCase();
  });
  const search = document.getElementById('search');
  const filters = ['verdict', 'nature', 'region', 'kind'].map(key => {
    const select = el('select', {'aria-label': tx(key), 'data-filter': key}, el('option', {value: ''}, tx(key) + ': ' + tx('all')));
    [...new Set(hosts.map(h => h[key] || ''))].sort().forEach(v => select.append(el('option', {value: v || '\u0000'},
      key === 'verdict' ? tx(v) : key === 'kind' ? tx('kind.' + v) : v || tx('unknown'))));
    select.addEventListener('change', refresh);
    document.getElementById('filters').append(select);
    return [key, select];
  });
  search.addEventListener('input', refresh);
  /* The address of the page holds what is shown: #search=…&sort=owner&down&open=192.0.2.1&verdict=confirmed */
  const asked = new URLSearchParams(location.hash.slice(1));
  search.value = asked.get('search') || '';
  filters.forEach(([key, select]) => { select.value = asked.get(key) || ''; });
  sortBy = Math.max(0, columns.findIndex(([name]) => name === (asked.get('sort') || 'verdict')));
  isUp = !asked.has('down');
  open = hosts.find(h => h.ip === asked.get('open')) || null;
  function remember() {
    const shown = new URLSearchParams();
    if (search.value) { shown.set('search', search.value); }
    filters.forEach(([key, select]) => { if (select.value) { shown.set(key, select.value); } });
    if (columns[sortBy][0] !== 'verdict') { shown.set('sort', columns[sortBy][0]); }
    if (!isUp) { shown.set('down', ''); }
    if (open) { shown.set('open', open.ip); }
    try { history.replaceState(null, '', '#' + shown); } catch (e) { /* some browsers refuse it for files */ }
  }
  function refresh() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    matching = hosts.filter(h => words.every(w => h.text.includes(w))
      && filters.every(([key, s]) => !s.value || (h[key] || '\u0000') === s.value));
    page = 0;
    sort();
  }
  /* Keys are made once for each host: there may be a hundred thousand. */
  function sort() {
    const key = columns[sortBy][2], way = isUp ? 1 : -1;
    const keyed = matching.map(h => [key(h), h]);
    keyed.sort(([p, a], [q, b]) => p < q ? -way : p > q ? way : a.key < b.key ? -1 : 1);
    matching = keyed.map(([, h]) => h);
    show();
  }
  function show() {
    const pages = Math.max(1, Math.ceil(matching.length / PAGE));
    page = Math.min(page, pages - 1);
    const head = el('tr', {}, ...columns.map(([name], i) => el('th', {'aria-sort': i === sortBy ? (isUp ? 'ascending' : 'descending') : 'none'},
      el('button', {'data-sort': name, on: () => { isUp = sortBy === i ? !isUp : true; sortBy = i; sort(); }}, tx(name) + (i === sortBy ? (isUp ? ' ▲' : ' ▼') : '')))));
    const body = el('tbody', {});
    matching.slice(page * PAGE, page * PAGE + PAGE).forEach(h => {
      const row = el('tr', {class: 'host', tabindex: 0, 'data-ip': h.ip, 'aria-expanded': open === h, on: () => { open = open === h ? null : h; show(); }},
        ...columns.map(([name, value]) => el('td', {class: name === 'verdict' ? h.verdict : numeric[name] ? 'num' : ''}, value(h))));
      row.addEventListener('keydown', e => { if (e.key === 'Enter') { row.click(); } });
      body.append(row);
      if (open === h) { body.append(el('tr', {class: 'detail'}, el('td', {colspan: columns.length}, detail(h)))); }
    });
    document.getElementById('hosts').replaceChildren(el('thead', {}, head), body);
    document.getElementById('page').textContent = tx('page', page + 1, pages) + ' · ' + tx('shown', count(matching.length), count(hosts.length));
    document.getElementById('previous').disabled = page === 0;
    document.getElementById('next').disabled = page >= pages - 1;
    remember();
  }
  document.getElementById('previous').addEventListener('click', () => { page--; show(); });
  document.getElementById('next').addEventListener('click', () => { page++; show(); });
  const list = pairs => {
    const dl = el('dl', {});
    pairs.forEach(([k, v]) => { if (v) { dl.append(el('dt', {}, tx(k)), el('dd', {}, v)); } });
    return dl;
  };
  function detail(h) {
    const box = el('div', {});
    box.append(list([['site', h.site], ['subscribers', (h.subscribers || []).map(s => s.id + (s.private_ip ? ' (' + s.private_ip + ')' : '')).join(', ')],
      ['firstSeen', time(h.first_seen)], ['active', duration(h.active_seconds)], ['reasons', (h.kind_reasons || []).join('; ')],
      ['assumes', h.power_watts && h.power_watts.assumes], ['rigs', h.rigs.basis], ['surcharge', h.surcharge && [h.surcharge.tariff, h.surcharge.status, h.surcharge.note].filter(Boolean).join('; ')],
      ['wallet', h.wallets.join(', ')], ['pools', h.pools.join(', ')]]));
    h.s.forEach(s => {
      const d = el('details', {}, el('summary', {class: s.verdict}, time(s.first_seen) + ' – ' + time(s.last_seen) + ' · ' + tx(s.verdict) + ' ' + s.score + ' · '
        + (s.pool_host || s.dest_ip) + ':' + s.dest_port + ' · ' + (s.dialect || '–')));
      d.append(list([['coin', s.coin || (s.coin_candidates || []).join('/')], ['wallet', s.wallet], ['worker', s.worker], ['agent', s.agent],
        ['shares', s.shares && s.shares.submitted !== null ? [s.shares.accepted, s.shares.submitted].filter(v => v !== null).join(' / ') : ''],
        ['hashrate', s.hashrate ? range(s.hashrate.low, s.hashrate.high, 'H/s') : ''], ['power', s.power_watts ? range(s.power_watts.low, s.power_watts.high, 'W') + ' · ' + s.power_watts.assumes : ''],
        ['contradictions', (s.contradictions || []).join('; ')], ['capture', s.pcap_filename], ['sha256', s.sha256],
        ['evidenceFile', s.evidence_file], ['evidenceSha256', s.evidence_sha256]]));
      const table = el('table', {}, el('thead', {}, el('tr', {}, ...['rule', 'weight', 'side', 'packet', 'excerpt'].map(k => el('th', {}, tx(k))))));
      s.evidence.forEach(e => table.append(el('tr', {}, el('td', {}, e.rule), el('td', {class: 'num'}, String(e.weight)),
        el('td', {}, e.side), el('td', {class: 'num'}, String(e.packet)), el('td', {}, el('code', {}, e.excerpt || '')))));
      d.append(el('p', {class: 'soft'}, tx('evidence')), table);
      box.append(d);
    });
    const rest = h.sessions - h.s.length;
    if (rest > 0) { box.append(el('p', {class: 'soft'}, tx('sessionsCut', count(rest)))); }
    return box;
  }
  document.getElementById('theme').addEventListener('click', () => {
    const root = document.documentElement, dark = root.classList.contains('dark') || (!root.classList.contains('light') && matchMedia('(prefers-color-scheme: dark)').matches);
    root.classList.toggle('dark', !dark);
    root.classList.toggle('light', dark);
  });
  refresh();
})();
