// The page around the stage: controls, time, x-t slices, curves, worst moments, tables and conventions.

const data = JSON.parse(document.getElementById('data').textContent);
const last = data.shown.length - 1;
const colour = clip => `var(--c${clip % 8})`;
const number = (value, digits = 4) => value === null || value === undefined ? '–' : Number(value.toPrecision(digits)).toString();

const load = uris => uris.map(uri => {
  if (uri === null) {
    return null;
  }
  const image = new Image();
  image.src = uri;
  return image;
});
const pictures = data.clips.map(clip => load(clip.pictures));
const heats = data.clips.map(clip => load(clip.heats));
const ready = Promise.all([...pictures, ...heats].flat().filter(Boolean).map(image => image.decode().catch(() => null)));

const swatch = clip => element('span', { class: 'swatch', style: `background:${colour(clip)}` });
const card = (title, ...children) => element('section', { class: 'card' }, element('h2', {}, title), ...children);
const nearest = frame => data.shown.reduce((best, shown, at) => Math.abs(shown - frame) < Math.abs(data.shown[best] - frame) ? at : best, 0);

// ---- controls

// The page opens with the clean clip, or the first, against the first that was restored.
const opening = Math.min(data.clips.length - 1, Math.max(data.clips.length > 1 ? 1 : 0, data.table ? data.clips.length - data.table.rows.length : 1));
// ... and where every curve has a value: measures of pairs have none at the first frame.
const begin = Math.max(0, data.shown.findIndex(frame => data.curves.every(curve => curve.lines.some(line => line.values[frame] !== null))));
const choice = (id, label, key) => {
  const select = element('select', { id, onchange: e => stage.set({ [key]: Number(e.target.value) }) },
    ...data.clips.map((clip, i) => element('option', { value: i }, clip.label)));
  return element('label', {}, label, select);
};
const modes = { slider: 'Slider', side: 'Side by side', difference: 'Difference', heat: 'Warping error' };
const modeButtons = Object.entries(modes).map(([mode, label]) =>
  element('button', { type: 'button', 'data-mode': mode, 'aria-pressed': false, onclick: () => show(mode) }, label));
function show(mode) {
  stage.set({ mode, at: mode === 'heat' && stage.view.at === 0 ? 1 : stage.view.at }); // the first frame has none before it
  fitAll();
}
const gain = element('select', { id: 'gain', onchange: e => stage.set({ gain: Number(e.target.value) }) },
  ...[1, 2, 4, 8, 16, 32].map(times => element('option', { value: times, selected: times === 8 }, `× ${times}`)));
const gainLabel = element('label', {}, 'Amplified', gain);
const zoomOut = element('output', { id: 'zoom' });
const ratio = scale => scale >= 1 ? `${number(scale, 2)}:1` : `1:${number(1 / scale, 2)}`;
const play = element('button', { type: 'button', id: 'play', onclick: () => toggle() }, 'Play');
const scrub = element('input', { type: 'range', id: 'frame', min: 0, max: last, value: 0, 'aria-label': 'Frame', oninput: e => stage.set({ at: Number(e.target.value) }) });
const frameOut = element('output', { id: 'where' });
const rowIn = element('input', { type: 'number', id: 'row', min: 0, max: data.height - 1, style: 'width:6em', onchange: e => stage.set({ row: Number(e.target.value) }) });
const step = by => stage.set({ at: stage.view.at + by });

let timer = null;
function toggle() {
  if (timer) {
    clearInterval(timer);
    timer = null;
  } else {
    timer = setInterval(() => stage.set({ at: stage.view.at === last ? 0 : stage.view.at + 1 }), 1000 / between(1, data.fps, 25));
  }
  play.textContent = timer ? 'Pause' : 'Play';
}

// ---- x-t slices

const slices = data.clips.map((clip, i) => {
  const canvas = element('canvas', { width: data.width, height: data.shown.length });
  const now = element('div', { class: 'now' });
  const box = element('div', { class: 'slice', 'data-clip': i, onclick: e => {
    const rect = box.getBoundingClientRect();
    stage.set({ at: Math.floor((e.clientY - rect.top) / rect.height * data.shown.length) });
  } }, canvas, now);
  canvas.style.height = `${between(110, data.shown.length * 3, 360)}px`;
  return { canvas, now, figure: element('figure', { style: 'margin:0' }, element('h3', {}, swatch(i), clip.label), box) };
});
let slicedRow = -1;
function slice(row) {
  if (row === slicedRow) {
    return;
  }
  slicedRow = row;
  slices.forEach(({ canvas }, i) => {
    const c = canvas.getContext('2d');
    c.imageSmoothingEnabled = false;
    pictures[i].forEach((picture, t) => {
      if (picture.naturalWidth) {
        c.drawImage(picture, 0, row, data.width, 1, 0, t, data.width, 1);
      }
    });
  });
}

// ---- curves

const curves = data.curves.map(curve => {
  const caption = element('figcaption');
  const figure = element('figure', { class: 'curve', 'data-measure': curve.measure });
  figure.innerHTML = `<div class="wide">${curve.svg}</div><div class="narrow">${curve.narrow}</div>`;
  const drawn = [...figure.querySelectorAll('svg')].map(svg => draw(svg));
  figure.append(caption);
  return { figure, show: frame => {
    drawn.forEach(each => each(frame));
    caption.replaceChildren(...curve.lines.map(line =>
      element('span', {}, swatch(line.clip), ...breakable(data.clips[line.clip].label), ' ', line.values[frame] === null ? '–' : line.values[frame].toPrecision(4))));
  } };
});

// Makes a curve jump where it is clicked; moves its cursor.
function draw(svg) {
  const { left, right, top, bottom, frames } = Object.fromEntries(Object.entries(svg.dataset).map(([k, v]) => [k, Number(v)]));
  const cursor = document.createElementNS('http://www.w3.org/2000/svg', 'line');
  cursor.setAttribute('class', 'cursor');
  cursor.setAttribute('y1', top - 4);
  cursor.setAttribute('y2', bottom);
  svg.append(cursor);
  svg.addEventListener('click', e => {
    const rect = svg.getBoundingClientRect();
    const x = (e.clientX - rect.left) / rect.width * svg.viewBox.baseVal.width;
    stage.set({ at: nearest(Math.round((x - left) / (right - left) * Math.max(1, frames - 1))) });
  });
  return frame => {
    const x = frames > 1 ? left + (right - left) * frame / (frames - 1) : (left + right) / 2;
    cursor.setAttribute('x1', x);
    cursor.setAttribute('x2', x);
  };
}

// ---- worst moments

const told = { psnr: 'PSNR, dB', flicker: 'flicker', we_own: 'warping error' };
const worst = data.clips.map((clip, i) => [clip, i, data.worst.filter(moment => moment.clip === i)])
  .filter(([clip, i, moments]) => moments.length > 0 && !clip.reference)
  .map(([clip, i, moments]) => element('li', {}, element('h3', {}, swatch(i), clip.label),
    element('ul', { class: 'worst' }, ...moments.map(moment => {
      const at = nearest(moment.frame);
      const heat = moment.measure === 'psnr' ? null : clip.heats[at];
      return element('li', {}, element('button', { type: 'button', 'data-frame': moment.frame, onclick: () => {
        stage.set({ at, right: i, left: stage.view.left === i ? data.clips.findIndex((other, at) => at !== i || data.clips.length === 1) : stage.view.left });
        stage.box.scrollIntoView({ block: 'nearest' });
      } }, element('img', { src: heat || clip.pictures[at], alt: '' }),
      element('span', {}, `frame ${moment.frame}`, element('small', {}, `${told[moment.measure] || moment.measure} ${number(moment.value)}`))));
    }))));

// ---- the whole

const stage = new Stage(data, pictures, heats, v => {
  document.getElementById('left').value = v.left;
  document.getElementById('right').value = v.right;
  modeButtons.forEach(button => button.setAttribute('aria-pressed', button.dataset.mode === v.mode));
  gainLabel.hidden = v.mode !== 'difference';
  legend.hidden = v.mode !== 'heat';
  zoomOut.textContent = v.zoom === 1 ? `fits, ${ratio(stage.fit())}` : ratio(v.zoom * stage.fit());
  scrub.value = v.at;
  frameOut.textContent = `frame ${data.shown[v.at]} of 0–${data.frames - 1}`;
  rowIn.value = v.row;
  slice(v.row);
  slices.forEach(({ now }) => {
    now.style.top = `${100 * v.at / data.shown.length}%`;
    now.style.height = `${100 / data.shown.length}%`;
  });
  curves.forEach(curve => curve.show(data.shown[v.at]));
});
const legend = element('span', { class: 'legend quiet' }, '0', element('i', { style: `background:linear-gradient(90deg,${data.heatColours.join()})` }), '0.25');

const button = (label, name, action) => element('button', { type: 'button', 'aria-label': name, title: name, onclick: action }, label);
const viewer = element('section', { class: 'card', 'aria-label': 'Clips' },
  element('div', { class: 'bar' },
    choice('left', 'Left', 'left'),
    button('⇄', 'Swap the clips', () => stage.set({ left: stage.view.right, right: stage.view.left })),
    choice('right', 'Right', 'right'),
    element('span', { class: 'group' }, ...modeButtons),
    element('label', {}, 'Zoom', element('span', { class: 'group' }, button('−', 'Zoom out', () => stage.zoomStep(-1)),
      button('+', 'Zoom in', () => stage.zoomStep(1)), button('Fit', 'Whole picture', () => stage.set({ zoom: 1 })),
      button('1:1', 'One pixel of the screen to one of the clip', () => stage.set({ zoom: 1 / stage.fit() }))), zoomOut)),
  stage.box,
  element('div', { class: 'time' }, play, button('‹', 'Frame before', () => step(-1)), button('›', 'Next frame', () => step(1)), scrub, frameOut, gainLabel, legend));

const hasBorders = data.shots.length + data.windows.length > 0;
const page = document.getElementById('page');
page.append(
  element('header', {}, element('h1', {}, data.title),
    element('ul', { class: 'chips' }, ...data.clips.map((clip, i) =>
      element('li', { title: clip.name }, swatch(i), `${clip.label} · ${clip.size}${clip.reference ? ' · reference' : ''}`))),
    ...data.remarks.map(remark => element('p', { class: 'note' }, remark))),
  viewer,
  ...(data.table ? [table(data.table)] : []),
  element('div', { class: 'split-view' },
    element('div', {},
      card('x–t slices', element('p', { class: 'quiet' }, 'One row of every shown frame, the first on top: what stands still is a vertical streak, what flickers is a comb. Drag the dashed line to choose the row: ', rowIn),
        element('div', { class: 'slices', style: `--columns:${data.clips.length === 4 ? 2 : Math.min(3, data.clips.length)}` }, ...slices.map(each => each.figure))),
      card('Frame by frame', ...curves.map(curve => curve.figure),
        element('p', { class: 'quiet' }, 'Click to jump. ', hasBorders ? 'Solid lines: first frames of shots; dotted ones: of windows that were restored together. ' : '', data.motion)),
    ),
    element('aside', {},
      card(data.worstTitle, element('p', { class: 'quiet' }, data.worstRule), element('ul', { class: 'worst' }, ...worst)),
      card('Keys', element('dl', {}, ...keys([['← →', 'a frame back, on'], ['Home End', 'first, last'], ['space', 'play'], ['1 2 3 4', 'slider, side by side, difference, warping error'],
        ['+ − 0', 'zoom in, out, whole'], ['↑ ↓', 'row of the slices'], ['x', 'swap the clips']])),
        element('p', { class: 'quiet', style: 'margin-top:10px' }, 'The wheel zooms once the picture was clicked; drag moves it.')))),
  ...(data.sheet ? [sheet(data.sheet)] : []), ...making(), ...files(), about());

function keys(pairs) {
  return pairs.flatMap(([key, meaning]) => [element('dt', {}, ...key.split(' ').flatMap(one => [element('kbd', {}, one), ' '])), element('dd', {}, meaning)]);
}

function making() {
  const known = data.clips.filter(clip => Object.keys(clip.facts).length > 0);
  return known.length === 0 ? [] : [card('How they were made', ...known.map(clip => element('div', { style: 'margin-bottom:10px' }, element('h3', {}, clip.label),
    element('p', { class: 'quiet' }, Object.entries(clip.facts).map(([name, value]) => `${name} ${value}`).join(' · ')))))];
}

function files() {
  return !data.files ? [] : [card('Figures beside this page', element('dl', {}, ...Object.entries(data.files).flatMap(([name, shows]) =>
    [element('dt', {}, element('a', { href: name }, name)), element('dd', {}, shows)])))];
}

function words(value) {
  return Array.isArray(value) ? value.join(', ')
    : value && typeof value === 'object' ? Object.entries(value).map(([name, text]) => `${name}: ${text}`).join('; ') : String(value);
}

function about() {
  const rows = [['made by', data.madeBy], ['warping error in colours', data.heat], ...Object.entries(data.conventions || {})];
  return element('section', { class: 'card' },
    element('details', { open: true }, element('summary', {}, 'What exactly is shown'),
      element('dl', {}, ...rows.flatMap(([name, text]) => [element('dt', {}, name), element('dd', {}, words(text))]))));
}

document.addEventListener('keydown', e => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.target.matches('select, input')) {
    return;
  }
  const keysDown = {
    ArrowLeft: () => step(-1), ArrowRight: () => step(1), Home: () => stage.set({ at: 0 }), End: () => stage.set({ at: last }),
    ArrowUp: () => stage.set({ row: stage.view.row - 1 }), ArrowDown: () => stage.set({ row: stage.view.row + 1 }),
    '+': () => stage.zoomStep(1), '=': () => stage.zoomStep(1), '-': () => stage.zoomStep(-1), 0: () => stage.set({ zoom: 1 }),
    x: () => stage.set({ left: stage.view.right, right: stage.view.left }),
    ' ': toggle,
    ...Object.fromEntries(modeButtons.map((each, i) => [i + 1, () => each.click()])),
  };
  const action = keysDown[e.key];
  if (action && !(e.key === ' ' && e.target.matches('button, summary'))) {
    e.preventDefault();
    action();
  }
});
addEventListener('resize', fitAll);
fitAll();
ready.then(() => {
  slicedRow = -1;
  stage.set({ left: 0, right: opening, at: begin });
  document.documentElement.dataset.ready = 'yes';
});

// ---- what only a report of measures has

// A long name breaks where its words end.
function breakable(name) {
  return name.split(/(?<=[_./-])/).flatMap(part => [part, element('wbr', {})]);
}

function table(content) {
  const measured = data.clips.length - content.rows.length;
  const head = element('tr', {}, element('th', {}, 'measure'), ...content.rows.map((row, i) => element('th', {}, swatch(measured + i), ...breakable(row.name))),
    ...content.beside.map(row => element('th', { class: 'quiet' }, row.name)));
  const rows = content.columns.map((column, c) => element('tr', {}, element('th', { scope: 'row' }, element('details', {}, element('summary', {}, column.heading), element('small', {}, column.convention))),
    ...content.rows.map(row => element('td', row.cells[c].best ? { class: 'best' } : {}, row.cells[c].text)),
    ...content.beside.map(row => element('td', { class: 'quiet' }, row.cells[c].text))));
  return card('Measures', element('p', { class: 'quiet more', hidden: true }, 'More to the right: the table scrolls sideways →'),
    element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Measures of the clips' }, element('table', {}, element('thead', {}, head), element('tbody', {}, ...rows))),
    element('p', { class: 'quiet', style: 'margin-top:8px' }, `Click a measure to read what exactly it is. ${content.remark}`));
}

// The stage takes the width there is; the table tells where it is wider than that.
function fitAll() {
  stage.layout();
  stage.changed(stage.view);
  document.querySelectorAll('.scroll').forEach(box => { box.previousElementSibling.hidden = box.scrollWidth <= box.clientWidth; });
}

function sheet(content) {
  const clips = data.clips.map((clip, i) => i);
  const grid = element('div', { class: 'sheet', style: `grid-template-columns: repeat(${content.frames.length}, minmax(0, 1fr))` },
    ...content.frames.map(frame => element('div', { class: 'head' }, `${frame.word}: frame ${frame.frame}`)),
    ...clips.flatMap(i => content.frames.map(frame => element('figure', { style: 'margin:0' },
      element('img', { src: data.clips[i].pictures[nearest(frame.frame)], onclick: () => stage.set({ at: nearest(frame.frame) }), alt: `${data.clips[i].label}, frame ${frame.frame}` }),
      element('figcaption', { class: 'quiet' }, swatch(i), data.clips[i].label)))));
  return card(content.title, element('p', { class: 'quiet' }, content.rule), grid);
}
