'use strict';
// The stage: two clips at one moment, drawn on one canvas with one zoom. It knows pictures and pointers, and nothing of the page around it.

const element = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) {
      made.addEventListener(name.slice(2), value);
    } else if (value !== null && value !== false) {
      made.setAttribute(name, value === true ? '' : value);
    }
  }
  made.append(...children);
  return made;
};

const between = (low, value, high) => Math.min(high, Math.max(low, value));

class Stage {
  constructor(data, pictures, heats, changed) {
    Object.assign(this, { data, pictures, heats, changed });
    this.view = { at: 0, left: 0, right: data.clips.length - 1, mode: 'slider', split: 0.5, zoom: 1, x: 0.5, y: 0.5, row: Math.floor(data.height / 2), gain: 8 };
    this.canvas = element('canvas', { 'aria-hidden': 'true' });
    this.leftTag = element('div', { class: 'tag left' });
    this.rightTag = element('div', { class: 'tag right' });
    this.split = element('div', { class: 'split', role: 'slider', tabindex: 0, 'aria-label': 'Border between the two clips, in percent',
      'aria-valuemin': 0, 'aria-valuemax': 100, onkeydown: e => this.splitKey(e) });
    this.line = element('div', { class: 'row', role: 'slider', tabindex: 0, 'aria-label': 'Row of the x-t slices', 'aria-orientation': 'vertical',
      'aria-valuemin': 0, 'aria-valuemax': data.height - 1, onkeydown: e => this.rowKey(e) });
    this.box = element('div', { class: 'stage', id: 'stage', tabindex: 0, role: 'application', 'aria-label': 'The two clips' },
      this.canvas, this.leftTag, this.rightTag, this.line, this.split);
    this.differences = new Map();
    this.listen();
  }

  set(change) {
    Object.assign(this.view, change);
    const v = this.view;
    v.at = between(0, v.at, this.data.shown.length - 1);
    v.zoom = this.zoomed(v.zoom);
    v.split = between(0, v.split, 1);
    v.row = between(0, Math.round(v.row), this.data.height - 1);
    const half = Math.min(0.5, 0.5 / v.zoom); // a picture smaller than the stage lies in its middle
    v.x = between(half, v.x, 1 - half);
    v.y = between(half, v.y, 1 - half);
    this.draw();
    this.changed(v);
  }

  // Pixels of the screen to one of the clip, where the whole picture fits the stage.
  fit() {
    return this.canvas.width / (this.view.mode === 'side' ? 2 : 1) / this.data.width;
  }

  // As far as the whole picture or 1:1, whichever is the smaller, and no closer than is of use.
  zoomed(zoom) {
    return between(Math.min(1, 1 / this.fit()), zoom, Math.max(32, 4 / this.fit()));
  }

  // To the next whole ratio of pixels, or to where the picture fits, in (1) or out (-1).
  zoomStep(way) {
    const fit = this.fit();
    const now = this.view.zoom * fit;
    const ratios = [fit, ...[1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128]].sort((a, b) => way * (a - b));
    const next = ratios.find(ratio => way * (ratio - now) > 1e-6 * now);
    this.set({ zoom: next ? next / fit : this.view.zoom });
  }

  layout() {
    const { width, height } = this.data;
    const sides = this.view.mode === 'side' ? 2 : 1;
    const available = this.box.parentElement.clientWidth - 2 * parseFloat(getComputedStyle(this.box.parentElement).paddingLeft);
    const across = Math.min(available, Math.max(320, innerHeight * 0.72) * sides * width / height);
    this.box.style.width = `${across}px`;
    this.box.style.height = `${across / sides * height / width}px`;
    const dense = devicePixelRatio || 1;
    this.canvas.width = Math.round(across * dense);
    this.canvas.height = Math.round(across / sides * height / width * dense);
    this.draw();
  }

  draw() {
    const v = this.view;
    const c = this.canvas.getContext('2d');
    const { width, height } = this.canvas;
    c.fillStyle = '#000';
    c.fillRect(0, 0, width, height);
    const [left, right] = this.layers();
    if (v.mode === 'side') {
      this.part(c, left, 0, width / 2 - 1, 0, width / 2);
      this.part(c, right, width / 2 + 1, width, width / 2, width / 2);
    } else if (v.mode === 'difference') {
      this.part(c, left, 0, width, 0, width);
    } else {
      this.part(c, left, 0, v.split * width, 0, width);
      this.part(c, right, v.split * width, width, 0, width);
    }
    this.overlay();
  }

  layers() {
    const v = this.view;
    if (v.mode === 'difference') {
      return [this.difference(), null];
    }
    const source = v.mode === 'heat' ? this.heats : this.pictures;
    return [source[v.left][v.at], source[v.right][v.at]];
  }

  // Draws one picture between `from` and `to`, as a view that begins at `begin` and is `across` wide sees it.
  part(c, picture, from, to, begin, across) {
    if (to <= from) {
      return;
    }
    c.save();
    c.beginPath();
    c.rect(from, 0, to - from, this.canvas.height);
    c.clip();
    const v = this.view;
    const scale = across / this.data.width * v.zoom;
    const high = this.data.height * scale;
    const wide = this.data.width * scale;
    c.imageSmoothingEnabled = scale < 1;
    c.imageSmoothingQuality = 'high';
    if (picture) {
      c.drawImage(picture, begin + across / 2 - v.x * wide, this.canvas.height / 2 - v.y * high, wide, high);
    } else {
      c.fillStyle = '#9aa4b1';
      c.font = `${Math.round(this.canvas.height / 45)}px system-ui, sans-serif`;
      c.textAlign = 'center';
      c.fillText('No frame before this one', (from + to) / 2, this.canvas.height / 2);
    }
    c.restore();
  }

  pixels(picture) {
    const { width, height } = this.data;
    const canvas = element('canvas', { width, height });
    const c = canvas.getContext('2d', { willReadFrequently: true });
    c.drawImage(picture, 0, 0, width, height);
    return c.getImageData(0, 0, width, height);
  }

  // |left - right| times the gain, in colours; the last few are kept.
  difference() {
    const v = this.view;
    const key = [v.at, v.left, v.right, v.gain].join();
    if (!this.differences.has(key)) {
      const a = this.pixels(this.pictures[v.left][v.at]);
      const b = this.pixels(this.pictures[v.right][v.at]);
      for (let i = 0; i < a.data.length; i++) {
        a.data[i] = i % 4 === 3 ? 255 : v.gain * Math.abs(a.data[i] - b.data[i]);
      }
      const canvas = element('canvas', { width: a.width, height: a.height });
      canvas.getContext('2d').putImageData(a, 0, 0);
      if (this.differences.size > 8) {
        this.differences.delete(this.differences.keys().next().value);
      }
      this.differences.set(key, canvas);
    }
    return this.differences.get(key);
  }

  overlay() {
    const v = this.view;
    const labels = this.data.clips.map(clip => clip.label);
    const heat = v.mode === 'heat' ? ', warping error' : ''; // after the name, which a narrow stage has room for
    this.leftTag.textContent = v.mode === 'difference' ? `| ${labels[v.left]} − ${labels[v.right]} | × ${v.gain}` : labels[v.left] + heat;
    this.rightTag.textContent = labels[v.right] + heat;
    this.rightTag.hidden = v.mode === 'difference';
    this.leftTag.style.maxWidth = v.mode === 'difference' ? '90%' : '46%';
    this.split.hidden = v.mode === 'side' || v.mode === 'difference';
    this.split.style.left = `${100 * v.split}%`;
    this.split.setAttribute('aria-valuenow', Math.round(100 * v.split));
    const place = 0.5 + ((v.row + 0.5) / this.data.height - v.y) * v.zoom;
    this.line.style.top = `${100 * place}%`;
    this.line.hidden = place < 0 || place > 1;
    this.line.setAttribute('aria-valuenow', v.row);
    Object.assign(this.box.dataset, { frame: this.data.shown[v.at], mode: v.mode, zoom: v.zoom, row: v.row, split: v.split, left: v.left, right: v.right });
  }

  listen() {
    this.drag(this.split, (dx, dy, e) => this.set({ split: (e.clientX - this.box.getBoundingClientRect().left) / this.box.clientWidth }));
    this.drag(this.line, (dx, dy, e) => this.set({ row: this.rowAt(e.clientY) }));
    this.drag(this.box, (dx, dy, e) => {
      const v = this.view;
      if (v.zoom > 1 || v.mode === 'side' || v.mode === 'difference') {
        const sides = v.mode === 'side' ? 2 : 1;
        this.set({ x: v.x - dx * sides / this.box.clientWidth / v.zoom, y: v.y - dy / this.box.clientHeight / v.zoom });
      } else {
        this.set({ split: (e.clientX - this.box.getBoundingClientRect().left) / this.box.clientWidth });
      }
    });
    this.box.addEventListener('wheel', e => {
      if (e.ctrlKey || document.activeElement === this.box) {
        e.preventDefault();
        this.zoomAt(Math.exp(-e.deltaY * 0.002), e);
      }
    }, { passive: false });
    this.box.addEventListener('dblclick', e => this.zoomAt(this.view.zoom < 4 ? 2 : 1 / this.view.zoom, e));
  }

  drag(target, moved) {
    let last = null;
    target.addEventListener('pointerdown', e => {
      last = [e.clientX, e.clientY];
      target.setPointerCapture(e.pointerId);
      e.stopPropagation();
    });
    target.addEventListener('pointermove', e => {
      if (last) {
        moved(e.clientX - last[0], e.clientY - last[1], e);
        last = [e.clientX, e.clientY];
      }
    });
    for (const end of ['pointerup', 'pointercancel']) {
      target.addEventListener(end, () => { last = null; });
    }
  }

  rowAt(clientY) {
    const box = this.box.getBoundingClientRect();
    const v = this.view;
    return Math.floor(((clientY - box.top) / box.height - 0.5) / v.zoom * this.data.height + v.y * this.data.height);
  }

  // Zooms so that what lies under the pointer stays there.
  zoomAt(factor, e) {
    const box = this.box.getBoundingClientRect();
    const v = this.view;
    const zoom = this.zoomed(v.zoom * factor);
    const sides = v.mode === 'side' ? 2 : 1;
    const fx = ((e.clientX - box.left) / box.width * sides) % 1 - 0.5;
    const fy = (e.clientY - box.top) / box.height - 0.5;
    this.set({ zoom, x: v.x + fx / v.zoom - fx / zoom, y: v.y + fy / v.zoom - fy / zoom });
  }

  splitKey(e) {
    const step = { ArrowLeft: -0.02, ArrowRight: 0.02, Home: -1, End: 1 }[e.key];
    if (step) {
      this.set({ split: this.view.split + step });
      e.preventDefault();
      e.stopPropagation();
    }
  }

  rowKey(e) {
    const step = { ArrowUp: -1, ArrowDown: 1, PageUp: -10, PageDown: 10 }[e.key];
    if (step) {
      this.set({ row: this.view.row + step });
      e.preventDefault();
      e.stopPropagation();
    }
  }
}
