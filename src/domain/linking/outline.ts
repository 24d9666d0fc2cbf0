import type { Link, Nodes, Parents, Root } from 'mdast';

/** A tree in a row, without positions: what begins and ends, and each run of text in one piece. */
export interface Outline {
  parts: string[];
  /** Which of the parts are text. */
  isText: boolean[];
  /** The link that was read as text: the part that it is in, and where it begins in it. */
  released?: { part: number; offset: number };
}

/** The visible text below a node. */
export function textBelow(node: Nodes): string {
  if ('value' in node) return node.value;
  if ('children' in node) return node.children.map(textBelow).join('');
  return node.type === 'break' ? ' ' : '';
}

/** What a node says besides its children. */
function facts(node: Nodes): string {
  const { position: _position, ...rest } = node;
  return JSON.stringify({ ...rest, children: undefined });
}

class Writer {
  readonly outline: Outline = { parts: [], isText: [] };
  private text: string[] = [];
  private length = 0;

  constructor(private readonly released: Link | undefined) {}

  private add(text: string): void {
    this.text.push(text);
    this.length += text.length;
  }

  private endText(): void {
    if (this.text.length === 0) return;
    this.outline.parts.push(this.text.join(''));
    this.outline.isText.push(true);
    this.text = [];
    this.length = 0;
  }

  private mark(part: string): void {
    this.endText();
    this.outline.parts.push(part);
    this.outline.isText.push(false);
  }

  write(node: Nodes): void {
    if (node.type === 'text') return this.add(node.value);
    if (node === this.released) {
      this.outline.released = { part: this.outline.parts.length, offset: this.length };
      return this.add(textBelow(node));
    }
    this.mark(facts(node));
    if (!('children' in node)) return;
    for (const child of (node as Parents).children) this.write(child);
    this.mark('');
  }
}

/** The outline of a tree, in which one of its links may be read as the text that it has. */
export function outlineOf(root: Root, released?: Link): Outline {
  const writer = new Writer(released);
  writer.write(root);
  return writer.outline;
}
