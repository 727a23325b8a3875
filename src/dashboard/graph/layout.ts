/**
 * Places of the nodes of a graph, left to right by what needs what, after K. Sugiyama et al., "Methods for visual
 * understanding of hierarchical system structures" (1981): layers by the longest way, lines that pass a layer get a place
 * in it, and within a layer nodes are brought near to what they are tied to, by the mean of their places.
 */
import { layersOf } from './fold.ts';

export const NODE = { width: 200, height: 56 };
const GAP = { x: 44, y: 18 };
/** From a node to the next one on its right. */
export const STEP = NODE.width + GAP.x;
/** What a line needs that only passes. */
const LANE = 14;
/** Towards the right and back; more change little. */
const SWEEPS = 4;

interface Node {
  readonly id: string;
  readonly needs: readonly string[];
}

/** Pixels, of the upper left corner. */
export interface Spot {
  readonly id: string;
  readonly x: number;
  readonly y: number;
}

export interface Edge {
  readonly from: string;
  readonly to: string;
  /** As `d` of an SVG path. */
  readonly path: string;
}

export interface Layout {
  readonly spots: readonly Spot[];
  readonly edges: readonly Edge[];
  readonly width: number;
  readonly height: number;
}

/** A node, or the place at which a line passes a layer. */
interface Place {
  readonly node: Node | null;
  readonly layer: number;
  before: Place[];
  after: Place[];
  /** In its layer. */
  order: number;
  y: number;
}

interface Line {
  readonly from: string;
  readonly to: string;
  readonly places: readonly Place[];
}

/** @param nodes without a circle */
export function layout(nodes: readonly Node[]): Layout {
  const { places, lines } = placed(nodes);
  const layers: Place[][] = [];
  for (const place of places) (layers[place.layer] ??= []).push(place);
  untangle(layers);
  const heights = layers.map((layer) => layer.reduce((sum, place) => sum + heightOf(place) + GAP.y, -GAP.y));
  const height = Math.max(0, ...heights);
  layers.forEach((layer, index) => {
    let y = (height - (heights[index] ?? 0)) / 2;
    for (const place of layer) {
      place.y = y;
      y += heightOf(place) + GAP.y;
    }
  });
  return {
    spots: places.flatMap(({ node, layer, y }) => (node === null ? [] : [{ id: node.id, x: leftOf(layer), y }])),
    edges: lines.map(({ from, to, places: way }) => ({ from, to, path: pathOf(way) })),
    width: layers.length === 0 ? 0 : leftOf(layers.length) - GAP.x,
    height,
  };
}

function placed(nodes: readonly Node[]): { readonly places: Place[]; readonly lines: Line[] } {
  const layer = layersOf(nodes);
  const at = (node: Node | null, index: number): Place => ({
    node,
    layer: index,
    before: [],
    after: [],
    order: 0,
    y: 0,
  });
  const own = new Map(nodes.map((node) => [node.id, at(node, layer.get(node.id) ?? 0)]));
  const places = [...own.values()];
  const lines: Line[] = [];
  for (const node of nodes) {
    for (const need of node.needs) {
      const first = own.get(need);
      const last = own.get(node.id);
      if (first === undefined || last === undefined) continue;
      const passed = Array.from({ length: last.layer - first.layer - 1 }, (_, index) =>
        at(null, first.layer + index + 1),
      );
      const way = [first, ...passed, last];
      for (let step = 1; step < way.length; step += 1) tie(way[step - 1], way[step]);
      places.push(...passed);
      lines.push({ from: need, to: node.id, places: way });
    }
  }
  return { places, lines };
}

function tie(before: Place | undefined, after: Place | undefined): void {
  if (before === undefined || after === undefined) return;
  before.after.push(after);
  after.before.push(before);
}

function untangle(layers: readonly Place[][]): void {
  const number = (layer: readonly Place[]): void => layer.forEach((place, index) => (place.order = index));
  layers.forEach(number);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const forth = sweep % 2 === 0;
    for (const layer of forth ? layers : [...layers].reverse()) {
      const wish = new Map(layer.map((place) => [place, meanOf(forth ? place.before : place.after, place.order)]));
      layer.sort((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0));
      number(layer);
    }
  }
}

/** @param own where it stays, if it is tied to nothing */
function meanOf(tied: readonly Place[], own: number): number {
  if (tied.length === 0) return own;
  return tied.reduce((sum, { order }) => sum + order, 0) / tied.length;
}

function heightOf({ node }: Place): number {
  return node === null ? LANE : NODE.height;
}

function leftOf(layer: number): number {
  return layer * STEP;
}

function pathOf(way: readonly Place[]): string {
  const parts: string[] = [];
  way.forEach((place, index) => {
    const left = leftOf(place.layer);
    const middle = place.y + heightOf(place) / 2;
    if (index === 0) parts.push(`M${left + NODE.width} ${middle}`);
    else {
      const bend = GAP.x / 2;
      const from = (way[index - 1]?.y ?? 0) + heightOf(way[index - 1] ?? place) / 2;
      parts.push(`C${left - bend} ${from} ${left - bend} ${middle} ${left} ${middle}`);
      if (index < way.length - 1) parts.push(`H${left + NODE.width}`);
    }
  });
  return parts.join('');
}
