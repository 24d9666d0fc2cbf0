import type { Nodes, RootContent } from 'mdast';
import { createElement, Fragment, useMemo } from 'react';
import type { ReactNode } from 'react';
import { markdownTree } from './markdown-tree';
import { Cut, cutAt, isMarked } from './marked';
import type { Marking, Stretch } from './marked';

/** Addresses that links may lead to. */
const SAFE_LINK = /^(?:https?:\/\/|mailto:|\/(?!\/)|#)/i;

/** How a text is shown. */
interface Showing {
  /** Levels that its headings are below what they say. */
  below: number;
  /** What is to be seen at a glance. */
  marking?: Marking | undefined;
}

function childrenOf(node: { children: readonly Nodes[] }, how: Showing): ReactNode[] {
  return node.children.map((child, n) => <Fragment key={n}>{elementOf(child as RootContent, how)}</Fragment>);
}

/** What a node is shown as. Markup within a text stays text: nothing is ever set as HTML. */
function elementOf(node: RootContent, how: Showing): ReactNode {
  const { below, marking } = how;
  switch (node.type) {
    case 'heading':
      return createElement(`h${Math.min(6, node.depth + below)}`, null, ...childrenOf(node, how));
    case 'paragraph':
      return <p>{childrenOf(node, how)}</p>;
    case 'text':
      return marking ? <Cut parts={cutAt(node, marking)} /> : node.value;
    case 'html':
      return /^<br\s*\/?>$/i.test(node.value) ? <br /> : node.value;
    case 'emphasis':
      return <em>{childrenOf(node, how)}</em>;
    case 'strong':
      return <strong>{childrenOf(node, how)}</strong>;
    case 'delete':
      return <del>{childrenOf(node, how)}</del>;
    case 'inlineCode':
      return marking && isMarked(node, marking) ? (
        <mark>
          <code>{node.value}</code>
        </mark>
      ) : (
        <code>{node.value}</code>
      );
    case 'code':
      return (
        <pre tabIndex={0}>
          <code>{node.value}</code>
        </pre>
      );
    case 'break':
      return <br />;
    case 'thematicBreak':
      return <hr />;
    case 'blockquote':
      return <blockquote>{childrenOf(node, how)}</blockquote>;
    case 'list':
      return node.ordered ? (
        <ol start={node.start ?? 1}>{childrenOf(node, how)}</ol>
      ) : (
        <ul>{childrenOf(node, how)}</ul>
      );
    case 'listItem':
      return (
        <li>
          {typeof node.checked === 'boolean' && (node.checked ? '☑ ' : '☐ ')}
          {childrenOf(node, how)}
        </li>
      );
    case 'link':
      return SAFE_LINK.test(node.url) ? (
        <a href={node.url} target="_blank" rel="noopener noreferrer nofollow">
          {childrenOf(node, how)}
        </a>
      ) : (
        <>{childrenOf(node, how)}</>
      );
    case 'image':
      // A picture from elsewhere would tell its server who reads.
      return node.alt ?? '';
    case 'table':
      return (
        <table>
          <tbody>{childrenOf(node, how)}</tbody>
        </table>
      );
    case 'tableRow':
      return <tr>{childrenOf(node, how)}</tr>;
    case 'tableCell':
      return <td>{childrenOf(node, how)}</td>;
    default:
      return 'children' in node ? <>{childrenOf(node, how)}</> : null;
  }
}

/**
 * A text in Markdown, safely. Its headings are so many levels below what they say; one where a heading of the page stands above. A stretch
 * of it may be marked, whatever else it is: in bold, a link, or part of a word with an escape.
 */
export function Markdown({ text, below = 1, mark }: { text: string; below?: number; mark?: Stretch | null }) {
  const tree = useMemo(() => markdownTree(text), [text]);
  const marking = mark ? { source: text, stretch: mark } : undefined;
  return <div className="prose">{childrenOf(tree, { below, marking })}</div>;
}
