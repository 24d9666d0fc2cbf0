import type { Nodes, PhrasingContent } from 'mdast';

/** Whether an inline piece of HTML is a line break, the only tag with a meaning outside HTML. */
export function isHtmlBreak(html: string): boolean {
  return /^<br\s*\/?>$/i.test(html);
}

/** A text as displayed: in Markdown, a line break inside a paragraph is a space. */
export function unwrap(text: string): string {
  return text.replace(/\r\n|\n|\r/g, ' ');
}

/** The check mark before the text of a task list item; empty for any other item. */
export function taskMark(checked: boolean | null | undefined): string {
  return typeof checked === 'boolean' ? (checked ? '☑ ' : '☐ ') : '';
}

/**
 * The visible text of inline nodes: no picture descriptions, code spans only if requested, breaks as line ends.
 */
export function inlineText(nodes: PhrasingContent[], { code }: { code: boolean } = { code: true }): string {
  return nodes
    .map((node): string => {
      switch (node.type) {
        case 'text':
          return unwrap(node.value);
        case 'inlineCode':
          return code ? unwrap(node.value) : ' ';
        case 'break':
          return '\n';
        case 'html':
          return isHtmlBreak(node.value) ? '\n' : node.value;
        case 'image':
        case 'imageReference':
          return '';
        case 'footnoteReference':
          return `[${node.label ?? node.identifier}]`;
        case 'link':
        case 'linkReference':
        case 'emphasis':
        case 'strong':
        case 'delete':
          return inlineText(node.children, { code });
        default:
          return '';
      }
    })
    .join('');
}

function blockText(node: Nodes): string[] {
  switch (node.type) {
    case 'paragraph':
    case 'heading':
      return [inlineText(node.children)];
    case 'code':
      return [node.value];
    case 'tableRow':
      return [node.children.map((cell) => inlineText(cell.children)).join('\t')];
    case 'table':
      return [node.children.flatMap(blockText).join('\n')];
    case 'listItem':
      return [taskMark(node.checked) + node.children.flatMap(blockText).join('\n')];
    case 'list':
      return [node.children.flatMap(blockText).join('\n')];
    case 'footnoteDefinition':
      return [`[${node.label ?? node.identifier}] ${node.children.flatMap(blockText).join('\n')}`];
    case 'root':
    case 'blockquote':
      return node.children.flatMap(blockText);
    default:
      return [];
  }
}

/** The visible text of a subtree, blocks separated by an empty line. */
export function plainTextOf(node: Nodes): string {
  return blockText(node)
    .filter((block) => block.trim() !== '')
    .join('\n\n');
}
