'use strict';
(function () {
  const data = JSON.parse(document.getElementById('data').textContent);
  const t = data.texts, hosts = data.hosts;
  const tx = (key, ...a) => (t[key] === undefined ? key : t[key]).replace(/\{(\d)\}/g, (m, i) => a[i]);
  /* Miners choose their names, and may have them turned round, or hidden; so they are shown as the notice does. */
  const clean = text => String(text).replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]/gu, '.');
  const el = (tag, attributes, ...children) => {
    const node = document.createElement(tag);
    for (const k in attributes || {}) { if (k === 'on') { node.addEventListener('click', attributes.on); } else { node.setAttribute(k, attributes[k]); } }
    for (const c of children) { if (c !== null && c !== undefined) { node.append(c instanceof Node ? c : clean(c)); } }
    return node;
  };
  const svg = (tag, attributes, text) => {
    const node = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const k in attributes) { node.setAttribute(k, attributes[k]); }
    if (text !== undefined) { node.textContent = clean(text); }
    return node;
  };
  const PREFIX = ['', 'k', 'M', 'G', 'T', 'P', 'E', 'Z'];
  const short = (v, unit) => {
    let i = 0;
    while (Math.abs(v) >= 999.5 && i < PREFIX.length - 1) { v /= 1000; i++; }
    return (v === 0 ? '0' : v >= 100 ? v.toFixed(0) : v >= 0.01 ? String(+v.toPrecision(3)) : v.toExponential(1)) + '\u00a0' + PREFIX[i] + unit;
  };
  const range = (a, b, unit) => {
    if (a === null || a === undefined || b === null || b === undefined) { return '–'; }
    const [low, lowUnit] = short(a, unit).split('\u00a0'), [high, highUnit] = short(b, unit).split('\u00a0');
    return lowUnit === highUnit ? (low === high ? low : low + '\u00a0– ' + high) + '\u00a0' + highUnit : low + '\u00a0' + lowUnit + '\u00a0– ' + high + '\u00a0' + highUnit;
  };
  const count = n => n.toLocaleString(data.lang === 'zh' ? 'zh-CN' : 'en-GB');
  const time = s => s ? s.slice(0, 19).replace('T', '\u00a0') : '–';
  const dayAndMinute = s => s ? el('span', {}, el('span', {class: 'nowrap'}, s.slice(0, 10)), ' ' + s.slice(11, 16)) : '–';
  const duration = s => s < 90 ? Math.round(s) + ' s' : s < 5400 ? Math.round(s / 60) + ' min' : (s / 3600).toFixed(1) + ' h';
  const rates = h => Object.entries(h.hashrate || {}).map(([a, r]) => a + ' ' + range(r.low, r.high, 'H/s')).join('; ') || '–';
  const kwh = h => h.energy_kwh ? range(h.energy_kwh.low * 1000, h.energy_kwh.high * 1000, 'Wh') : '–';
  const nature = n => !n ? tx('unknown') : t['nature.' + n] || n;
  const surcharge = h => {
    const s = h.surcharge;
    if (!s) { return '–'; }
    if (s.amount_low === null) { return tx('noFigure'); }
    const amount = (low, high) => low.toFixed(2) + '\u00a0– ' + high.toFixed(2) + '\u00a0' + s.currency;
    const all = amount(s.amount_low, s.amount_high), parts = s.parts || [s], drafts = parts.filter(p => /draft/.test(p.status || ''));
    const sum = key => drafts.reduce((n, p) => n + (p[key] || 0), 0);
    return !drafts.length ? all : drafts.length === parts.length ? tx('drafted', all) : all + ' ' + tx('ofDrafts', amount(sum('amount_low'), sum('amount_high')));
  };
  /* Records say their reasons in English; forms of these sentences, with the same in the language of the page. */
  const forms = (data.say || []).map(([english, own]) => [new RegExp('^' + english.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\d\}/g, '(.+?)') + '$'), own]);
  const between = data.lang === 'zh' ? '\uff1b' : '; ';
  const say = text => (text || '').split('; ').map(part => {
    for (const [form, own] of forms) { const m = form.exec(part); if (m) { return own.replace(/\{(\d)\}/g, (all, i) => m[+i + 1]); } }
    return part;
  }).join(between);
  const isFalse = h => h.case && h.case.status === 'false_alarm';
  const counted = hosts.filter(h => !isFalse(h));
  const caseOf = h => h.case ? tx('status.' + h.case.status) + (h.case.mined_since && !isFalse(h) ? ' · ' + tx('minedSince') : '') : '–';
  const endpoint = s => (s.dest_ip.includes(':') ? '[' + s.dest_ip + ']' : s.dest_ip) + ':' + s.dest_port;
  const rank = {confirmed: 3, probable: 2, suspected: 1};
  const ipKey = ip => ip.includes(':') ? 'z' + ip : ip.split('.').map(p => p.padStart(3, '0')).join('.');

  /* Charts */
  const chart = (title, node, wide) => {
    const box = el('div', {class: 'chart' + (wide ? ' wide' : '')}, el('h3', {}, title));
    box.append(node);
    document.getElementById('charts').append(box);
  };
  /* As much of a name as fits beside its bar; Chinese is nearly twice as wide. */
  const fitting = name => {
    let width = 0, chars = 0;
    for (const c of name) {
      width += c > '\u2e7f' ? 1.8 : 1;
      if (width > 20) { return name.slice(0, chars) + '…'; }
      chars += width < 19.2 ? c.length : 0;
    }
    return name;
  };
  const bars = (title, counts, colour) => {
    const all = Object.entries(counts), rows = all.sort((a, b) => b[1] - a[1]).slice(0, 10);
    const max = Math.max(1, ...rows.map(r => r[1]));
    const box = svg('svg', {viewBox: '0 0 400 ' + Math.max(24, rows.length * 24), role: 'img', 'aria-label': title});
    rows.forEach(([name, n], i) => {
      box.append(svg('text', {x: 0, y: i * 24 + 16}, fitting(name)));
      box.append(svg('rect', {x: 160, y: i * 24 + 5, width: Math.max(1, 180 * n / max), height: 14, rx: 2, fill: colour ? colour(name) : 'var(--bar)'}));
      box.append(svg('text', {x: 346, y: i * 24 + 16}, count(n)));
    });
    if (!rows.length) { box.append(svg('text', {x: 0, y: 16, class: 'soft'}, tx('none'))); }
    chart(title + (all.length > rows.length ? ' · ' + tx('most', rows.length, count(all.length)) : ''), box);
  };
  const tally = of => {
    const counts = Object.create(null);
    counted.forEach(h => [].concat(of(h)).forEach(k => { counts[k] = (counts[k] || 0) + 1; }));
    return counts;
  };
  const byVerdict = tally(h => h.verdict), named = {};
  ['confirmed', 'probable', 'suspected'].forEach(v => { if (byVerdict[v]) { named[tx(v)] = byVerdict[v]; } });
  bars(tx('verdicts'), named, name => 'var(--' + ['confirmed', 'probable', 'suspected'].find(v => tx(v) === name) + ')');
  bars(tx('natures'), tally(h => nature(h.nature)));
  bars(tx('regions'), tally(h => h.region || tx('unknown')));
  bars(tx('pools'), tally(h => [...new Set(h.s.map(s => s.pool || s.pool_host || endpoint(s)))]));
  bars(tx('coins'), tally(h => h.coins.length ? h.coins : tx('unknown')));
  const sessions = counted.flatMap(h => h.s.map(s => ({h, s, from: Date.parse(s.first_seen), to: Date.parse(s.last_seen)})));
  const start = Math.min(...sessions.map(x => x.from)), end = Math.max(...sessions.map(x => x.to), start + 1000);
  const W = 1000, LEFT = 90;
  const x = ms => LEFT + (W - LEFT - 10) * (ms - start) / (end - start);
  const axis = (box, y) => [0, .25, .5, .75, 1].forEach(p => {
    const at = start + p * (end - start);
    box.append(svg('line', {x1: x(at), x2: x(at), y1: 0, y2: y - 14, stroke: 'var(--line)'}));
    box.append(svg('text', {x: x(at), y: y, class: 'soft', 'text-anchor': p === 0 ? 'start' : p === 1 ? 'end' : 'middle'},
      new Date(at).toISOString().slice(0, end - start < 600000 ? 19 : 16).replace('T', ' ')));
  });
  /* Of each part of the time the mean, so that the area is what sums say: sessions that follow one another do not add up, one that paused
     has its work over all its time, and what a proxy's clients do is theirs alone. */
  const band = (title, of, unit) => {
    const BINS = 200, step = (end - start) / BINS, low = new Array(BINS).fill(0), high = new Array(BINS).fill(0);
    sessions.forEach(({h, s, from, to}) => {
      const v = h.rigs.at_clients ? null : of(s);
      if (!v) { return; }
      const work = typeof s.active_seconds === 'number' ? Math.min(1, s.active_seconds * 1000 / (to - from)) : 1;
      for (let i = Math.floor((from - start) / step); i < BINS && start + i * step < to; i++) {
        const part = work * (Math.min(to, start + (i + 1) * step) - Math.max(from, start + i * step)) / step;
        low[i] += v.low * part;
        high[i] += v.high * part;
      }
    });
    const max = Math.max(...high), H = 160;
    if (!max) { return; }
    const box = svg('svg', {viewBox: '0 0 ' + W + ' ' + (H + 20), role: 'img', 'aria-label': title});
    axis(box, H + 16);
    const y = v => H - (H - 10) * v / max, px = i => x(start + (end - start) * i / (BINS - 1));
    const line = (values, f) => values.map((v, i) => px(i).toFixed(1) + ',' + y(v).toFixed(1)).join(' ');
    box.append(svg('polygon', {points: line(high) + ' ' + line(low).split(' ').reverse().join(' '), fill: 'var(--bar)', 'fill-opacity': .35, stroke: 'var(--bar)'}));
    [0, .5, 1].forEach(p => box.append(svg('text', {x: LEFT - 6, y: y(max * p) + 4, 'text-anchor': 'end'}, short(max * p, unit))));
    chart(title, box, true);
  };
  if (sessions.length) {
    band(tx('powerOverTime'), s => s.power_watts, 'W');
    const algorithms = {};
    sessions.forEach(({s}) => { if (s.hashrate && s.algorithm) { algorithms[s.algorithm] = (algorithms[s.algorithm] || 0) + 1; } });
    const top = Object.entries(algorithms).sort((a, b) => b[1] - a[1])[0];
    if (top) { band(tx('hashrateOverTime') + ': ' + top[0], s => s.algorithm === top[0] && !s.contradictions ? s.hashrate : null, 'H/s'); }
    const shown = [...counted].sort((a, b) => rank[b.verdict] - rank[a.verdict] || b.active_seconds - a.active_seconds).slice(0, 30);
    const box = svg('svg', {viewBox: '0 0 ' + W + ' ' + (shown.length * 14 + 20), role: 'img', 'aria-label': tx('timeline')});
    axis(box, shown.length * 14 + 18);
    shown.forEach((h, i) => {
      box.append(svg('text', {x: LEFT - 6, y: i * 14 + 11, 'text-anchor': 'end', style: 'font-size:9px'}, h.ip.length > 17 ? h.ip.slice(0, 16) + '…' : h.ip));
      h.s.forEach(s => box.append(svg('rect', {x: x(Date.parse(s.first_seen)), y: i * 14 + 3, height: 8, rx: 1,
        width: Math.max(2, x(Date.parse(s.last_seen)) - x(Date.parse(s.first_seen))), fill: 'var(--' + s.verdict + ')'})));
    });
    chart(tx('timeline') + (counted.length > shown.length ? ' · ' + tx('shown', shown.length, count(counted.length)) : ''), box, true);
  }

  const sessionsLeftOut = counted.reduce((n, h) => n + h.sessions - h.s.length, 0);
  if (sessionsLeftOut > 0) {
    document.getElementById('charts').before(el('p', {class: 'soft'}, tx('chartsCut', count(sessions.length), count(sessionsLeftOut))));
  }

  /* Table */
  const subscriber = h => h.subscribers && h.subscribers.length ? h.subscribers[0].id : null;
  /* What tells the hosts of one address apart. */
  const customer = h => subscriber(h) || h.account || h.owner || '';
  /* And which of its customers, as logs say. */
  const whose = h => [h.owner, subscriber(h)].filter(Boolean).join(' · ') || '–';
  const columns = [
    ['address', h => h.ip, h => h.key], ['owner', whose, h => whose(h) === '–' ? '￿' : whose(h)], ['nature', h => h.nature ? nature(h.nature) : '–', h => h.nature || '￿'],
    ['region', h => h.region || '–', h => h.region || '￿'], ['verdict', h => tx(h.verdict), h => rank[h.verdict] * 1000 + h.score],
    ['kind', h => tx('kind.' + h.kind), h => h.kind], ['rigs', h => h.rigs.low === h.rigs.high ? String(h.rigs.low) : h.rigs.low + ' – ' + h.rigs.high, h => h.rigs.high],
    ['hashrate', rates, h => Math.max(0, ...Object.values(h.hashrate || {}).map(r => r.high || 0))],
    ['power', h => h.power_watts ? range(h.power_watts.low, h.power_watts.high, 'W') : '–', h => h.power_watts ? h.power_watts.high : 0],
    ['energy', kwh, h => h.energy_kwh ? h.energy_kwh.high : 0], ['surcharge', h => h.surcharge && h.surcharge.amount_low === null ? tx('noAmount') : surcharge(h), h => h.surcharge && h.surcharge.amount_high ? h.surcharge.amount_high : 0],
    ['coins', h => h.coins.join(' ') || '–', h => h.coins.join(' ') || '￿'], ['sessions', h => count(h.sessions), h => h.sessions],
    ['lastSeen', h => dayAndMinute(h.last_seen), h => h.last_seen]];
  if (hosts.some(h => h.case)) { columns.push(['status', caseOf, h => h.case ? h.case.status : '￿']); }
  const numeric = {rigs: 1, power: 1, energy: 1, surcharge: 1, sessions: 1};
  /* By these the most is shown first. */
  const falling = {verdict: 1, hashrate: 1, ...numeric}, startsUp = i => !falling[columns[i][0]];
  const ON_SCREEN = 50, ON_PAPER = 500;
  let perPage = ON_SCREEN;
  let sortBy = 4, isUp = false, page = 0, open = null, matching = hosts;
  hosts.forEach(h => {
    h.key = ipKey(h.ip);
    h.text = [h.ip, h.owner, h.nature, h.region, h.site, h.account, ...(h.subscribers || []).map(s => s.id), h.kind, h.case ? h.case.status + ' ' + tx('status.' + h.case.status) : '', ...h.coins, ...h.pools, ...h.wallets, ...h.agents, ...h.s.map(s => s.pool_host || '')].join(' ').toLowerCase();
  });
  const search = document.getElementById('search');
  hosts.forEach(h => { h.status = h.case ? h.case.status : ''; });
  const filters = ['verdict', 'nature', 'region', 'kind'].concat(hosts.some(h => h.case) ? ['status'] : []).map(key => {
    const select = el('select', {'aria-label': tx(key), 'data-filter': key}, el('option', {value: ''}, tx(key) + ': ' + tx('all')));
    [...new Set(hosts.map(h => h[key] || ''))].sort().forEach(v => select.append(el('option', {value: v || '\u0000'},
      key === 'verdict' ? tx(v) : key === 'kind' ? tx('kind.' + v) : key === 'status' ? (v ? tx('status.' + v) : tx('none')) : key === 'nature' ? nature(v) : v || tx('unknown'))));
    select.addEventListener('change', refresh);
    document.getElementById('filters').append(select);
    return [key, select];
  });
  search.addEventListener('input', refresh);
  /* The address of the page holds what is shown: #search=…&sort=owner&down&open=192.0.2.1&verdict=confirmed; campaigns=pool&campaign=NAME */
  const asked = new URLSearchParams(location.hash.slice(1));
  search.value = asked.get('search') || '';
  filters.forEach(([key, select]) => { select.value = asked.get(key) || ''; });
  sortBy = Math.max(0, columns.findIndex(([name]) => name === (asked.get('sort') || 'verdict')));
  isUp = asked.has('up') || (!asked.has('down') && startsUp(sortBy));
  open = hosts.find(h => h.ip === asked.get('open') && customer(h) === asked.get('customer')) || hosts.find(h => h.ip === asked.get('open')) || null;
  function remember() {
    const shown = new URLSearchParams();
    if (search.value) { shown.set('search', search.value); }
    filters.forEach(([key, select]) => { if (select.value) { shown.set(key, select.value); } });
    if (columns[sortBy][0] !== 'verdict') { shown.set('sort', columns[sortBy][0]); }
    if (isUp !== startsUp(sortBy)) { shown.set(isUp ? 'up' : 'down', ''); }
    if (open) {
      shown.set('open', open.ip);
      if (hosts.some(h => h.ip === open.ip && h !== open)) { shown.set('customer', customer(open)); }
    }
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
    const pages = Math.max(1, Math.ceil(matching.length / perPage));
    page = Math.min(page, pages - 1);
    const head = el('tr', {}, ...columns.map(([name], i) => el('th', {class: numeric[name] ? 'num' : '', 'aria-sort': i === sortBy ? (isUp ? 'ascending' : 'descending') : 'none'},
      el('button', {'data-sort': name, on: () => { isUp = sortBy === i ? !isUp : startsUp(i); sortBy = i; sort(); }}, tx(name) + (i === sortBy ? (isUp ? ' ▲' : ' ▼') : '')))));
    const body = el('tbody', {});
    matching.slice(page * perPage, (page + 1) * perPage).forEach(h => {
      const row = el('tr', {class: 'host', tabindex: 0, 'data-ip': h.ip, 'aria-expanded': open === h, on: () => { open = open === h ? null : h; show(); }},
        ...columns.map(([name, value]) => el('td', {class: name === 'verdict' && !isFalse(h) ? h.verdict : numeric[name] ? 'num' : ''}, value(h))));
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
  /* Why each number is what it is. */
  const whyRate = s => !s.hashrate ? '' : range(s.hashrate.low, s.hashrate.high, 'H/s') + ' · ' + (s.hashrate.basis === 'claim' ? tx('why.claim')
    : tx('why.shares', s.shares.accepted === null ? s.shares.submitted : s.shares.accepted, s.difficulty === null || s.difficulty === undefined ? '–' : String(+s.difficulty.toPrecision(6))));
  const whyEnergy = h => !h.energy_kwh ? tx('why.noEnergy') : kwh(h) + ' · ' + tx('why.energy', range(h.power_watts.low, h.power_watts.high, 'W'),
    duration(h.energy_kwh.active_seconds === undefined ? h.active_seconds : h.energy_kwh.active_seconds), h.energy_kwh.sessions, h.sessions);
  const whySurcharge = h => {
    const s = h.surcharge;
    if (!s) { return ''; }
    const perKwh = s.per_kwh === null || s.per_kwh === undefined ? '' : ' · ' + tx('why.surcharge', s.per_kwh + ' ' + s.currency);
    return surcharge(h) + perKwh + ' · ' + [s.tariff, s.status, s.note, s.source].filter(Boolean).map(say).join(between) + (s.whole_meter && !/shares a meter/.test(s.note || '') ? ' · ' + tx('wholeMeter') : '');
  };
  function evidence(s) {
    const table = el('table', {}, el('thead', {}, el('tr', {}, ...['rule', 'meaning', 'weight', 'side', 'packet', 'excerpt'].map(k => el('th', {}, tx(k))))));
    s.evidence.forEach(e => table.append(el('tr', {}, el('td', {}, e.rule), el('td', {}, (data.meanings || {})[e.rule] || ''), el('td', {class: 'num'}, String(e.weight)),
      el('td', {}, tx('side.' + e.side)), el('td', {class: 'num'}, String(e.packet)), el('td', {}, el('code', {}, e.excerpt || '')))));
    return table;
  }
  function detail(h) {
    const box = el('div', {});
    box.append(list([['status', h.case && [caseOf(h), h.case.date, h.case.note].filter(Boolean).join(' · ')], ['site', h.site], ['account', h.account], ['contact', h.contact],
      ['subscribers', (h.subscribers || []).map(s => s.id + (s.private_ip ? ' (' + s.private_ip + ')' : '')).join(', ')],
      ['firstSeen', time(h.first_seen)], ['lastSeen', time(h.last_seen)], ['active', duration(h.active_seconds)],
      ['verdict', tx(h.verdict) + ' ' + h.score + ' · ' + tx('why.' + h.verdict)], ['kind', tx('kind.' + h.kind) + ' · ' + (h.kind_reasons || []).map(say).join(between)],
      ['rigs', h.rigs.low + (h.rigs.low === h.rigs.high ? '' : ' – ' + h.rigs.high) + ' · ' + say(h.rigs.basis)], ['hashrate', rates(h) === '–' ? '' : rates(h) + ' · ' + tx('why.average')],
      ['power', h.power_watts ? range(h.power_watts.low, h.power_watts.high, 'W') + ' · ' + say(h.power_watts.assumes) : ''],
      ['energy', whyEnergy(h)], ['surcharge', whySurcharge(h)], ['agent', h.agents.join(', ')], ['wallet', h.wallets.join(', ')], ['pools', h.pools.join(', ')]]));
    h.s.forEach(s => {
      const d = el('details', perPage === ON_PAPER ? {open: ''} : {}, el('summary', {class: s.verdict}, time(s.first_seen) + ' – ' + time(s.last_seen) + ' · ' + tx(s.verdict) + ' ' + s.score + ' · '
        + (s.pool_host ? s.pool_host + ':' + s.dest_port : endpoint(s)) + ' · ' + (s.dialect || '–')));
      d.append(list([['verdict', tx(s.verdict) + ' · ' + tx('why.' + s.verdict) + ' · ' + tx('sides.' + s.sides_seen)], ['score', tx('why.score', s.score)],
        ['address', s.src_port ? (h.ip.includes(':') ? '[' + h.ip + ']' : h.ip) + ':' + s.src_port : ''],
        ['coin', s.coin || (s.coin_candidates || []).join('/')], ['wallet', s.wallet], ['worker', s.worker], ['agent', [s.agent, s.device_class, s.device_model].filter(Boolean).join(' · ')],
        ['shares', s.shares && s.shares.submitted !== null ? tx('why.counts', s.shares.submitted, s.shares.accepted === null ? '–' : s.shares.accepted, s.shares.rejected === null ? '–' : s.shares.rejected) : ''],
        ['hashrate', whyRate(s)], ['claimed', s.claimed_hashrate ? range(s.claimed_hashrate.low, s.claimed_hashrate.high, 'H/s') + ' · ' + tx('why.claim') : ''],
        ['active', s.active_seconds ? duration(s.active_seconds) : ''],
        ['power', s.power_watts ? range(s.power_watts.low, s.power_watts.high, 'W') + ' · ' + say(s.power_watts.assumes) : ''],
        ['contradictions', (s.contradictions || []).map(say).join(between)], ['capture', s.pcap_filename || s.in_iface], ['sha256', s.sha256],
        ['evidenceFile', s.evidence_file], ['evidenceSha256', s.evidence_sha256]]));
      d.append(el('p', {class: 'soft'}, tx('evidenceOf', s.pcap_filename || s.in_iface || '–')), evidence(s));
      box.append(d);
    });
    const rest = h.sessions - h.s.length;
    if (rest > 0) { box.append(el('p', {class: 'soft'}, tx('sessionsCut', count(rest)))); }
    return box;
  }

  /* Campaigns */
  const id = name => document.getElementById('campaign-' + name);
  let campaignPage = 0, openCampaign = null;
  data.campaigns.forEach(c => { c.text = [c.id, ...c.addresses, ...c.owners, ...c.pools, ...c.wallets, ...c.coins].join(' ').toLowerCase(); });
  const toHost = ip => el('button', {type: 'button', on: e => {
    e.stopPropagation();
    search.value = ip;
    open = hosts.find(h => h.ip === ip) || null;
    refresh();
    document.getElementById('hosts').scrollIntoView();
  }}, ip);
  function inCampaign(c) {
    const box = el('div', {}), addresses = el('div', {class: 'links'}, ...c.addresses.map(toHost));
    if (c.address_count > c.addresses.length) { addresses.append(tx('moreAddresses', count(c.address_count - c.addresses.length))); }
    box.append(addresses, list([['owner', c.owners.join(', ')], ['pools', c.pools.join(', ')], ['wallet', c.by === 'pool' ? c.wallets.join(', ') : '']]));
    return box;
  }
  function showCampaigns() {
    const words = id('search').value.toLowerCase().split(/\s+/).filter(Boolean), by = id('by').value;
    const found = data.campaigns.filter(c => c.by === by && words.every(w => c.text.includes(w)));
    const pages = Math.max(1, Math.ceil(found.length / perPage)), body = el('tbody', {});
    campaignPage = Math.min(campaignPage, pages - 1);
    found.slice(campaignPage * perPage, (campaignPage + 1) * perPage).forEach(c => {
      const row = el('tr', {class: 'host campaign', tabindex: 0, 'aria-expanded': openCampaign === c, on: () => { openCampaign = openCampaign === c ? null : c; showCampaigns(); }},
        el('td', {}, el('code', {}, c.id)), el('td', {class: 'num'}, count(c.address_count)), el('td', {}, c.owners.slice(0, 3).join(', ') + (c.owners.length > 3 ? ' …' : '') || '–'),
        el('td', {class: c.verdict}, tx(c.verdict)), el('td', {}, c.coins.join(' ') || '–'), el('td', {class: 'nowrap'}, time(c.first_seen).slice(0, 10) + ' – ' + time(c.last_seen).slice(0, 10)),
        el('td', {class: 'num'}, c.kwh_low === null ? '–' : range(c.kwh_low * 1000, c.kwh_high * 1000, 'Wh')));
      row.addEventListener('keydown', e => { if (e.key === 'Enter') { row.click(); } });
      body.append(row);
      if (openCampaign === c) { body.append(el('tr', {class: 'detail'}, el('td', {colspan: 7}, inCampaign(c)))); }
    });
    document.getElementById('campaigns').replaceChildren(el('thead', {}, el('tr', {}, ...[by === 'wallet' ? 'wallet' : 'pool', 'hosts', 'owner', 'verdict', 'coins', 'period', 'energy']
      .map(k => el('th', {class: k === 'hosts' || k === 'energy' ? 'num' : ''}, tx(k))))), body);
    id('page').textContent = tx('page', campaignPage + 1, pages) + ' · ' + count(found.length);
    id('previous').disabled = campaignPage === 0;
    id('next').disabled = campaignPage >= pages - 1;
  }
  id('by').addEventListener('change', () => { campaignPage = 0; showCampaigns(); });
  id('search').addEventListener('input', () => { campaignPage = 0; showCampaigns(); });
  id('previous').addEventListener('click', () => { campaignPage--; showCampaigns(); });
  id('next').addEventListener('click', () => { campaignPage++; showCampaigns(); });
  if (asked.has('campaigns')) {
    id('by').value = asked.get('campaigns') === 'pool' ? 'pool' : 'wallet';
    id('search').value = asked.get('campaign') || '';
    openCampaign = data.campaigns.find(c => c.by === id('by').value && c.id === id('search').value) || null;
  }
  showCampaigns();
  const paged = size => { perPage = size; show(); showCampaigns(); };
  addEventListener('beforeprint', () => paged(ON_PAPER));
  addEventListener('afterprint', () => paged(ON_SCREEN));
  document.getElementById('theme').addEventListener('click', () => {
    const root = document.documentElement, dark = root.classList.contains('dark') || (!root.classList.contains('light') && matchMedia('(prefers-color-scheme: dark)').matches);
    root.classList.toggle('dark', !dark);
    root.classList.toggle('light', dark);
  });
  refresh();
})();
