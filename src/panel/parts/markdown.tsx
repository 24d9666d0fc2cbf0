import type { Nodes, RootContent } from 'mdast';
import { createElement, Fragment, useMemo } from 'react';
import type { ReactNode } from 'react';
import { markdownTree } from './markdown-tree';

/** Addresses that links may lead to. */
const SAFE_LINK = /^(?:https?:\/\/|mailto:|\/(?!\/)|#)/i;

function childrenOf(node: { children: readonly Nodes[] }, below: number): ReactNode[] {
  return node.children.map((child, n) => (
    <Fragment key={n}>{elementOf(child as RootContent, below)}</Fragment>
  ));
}

/** What a node is shown as. Markup within a text stays text: nothing is ever set as HTML. */
function elementOf(node: RootContent, below: number): ReactNode {
  switch (node.type) {
    case 'heading':
      return createElement(`h${Math.min(6, node.depth + below)}`, null, ...childrenOf(node, below));
    case 'paragraph':
      return <p>{childrenOf(node, below)}</p>;
    case 'text':
      return node.value;
    case 'html':
      return /^<br\s*\/?>$/i.test(node.value) ? <br /> : node.value;
    case 'emphasis':
      return <em>{childrenOf(node, below)}</em>;
    case 'strong':
      return <strong>{childrenOf(node, below)}</strong>;
    case 'delete':
      return <del>{childrenOf(node, below)}</del>;
    case 'inlineCode':
      return <code>{node.value}</code>;
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
      return <blockquote>{childrenOf(node, below)}</blockquote>;
    case 'list':
      return node.ordered ? (
        <ol start={node.start ?? 1}>{childrenOf(node, below)}</ol>
      ) : (
        <ul>{childrenOf(node, below)}</ul>
      );
    case 'listItem':
      return (
        <li>
          {typeof node.checked === 'boolean' && (node.checked ? '☑ ' : '☐ ')}
          {childrenOf(node, below)}
        </li>
      );
    case 'link':
      return SAFE_LINK.test(node.url) ? (
        <a href={node.url} target="_blank" rel="noopener noreferrer nofollow">
          {childrenOf(node, below)}
        </a>
      ) : (
        <>{childrenOf(node, below)}</>
      );
    case 'image':
      // A picture from elsewhere would tell its server who reads.
      return node.alt ?? '';
    case 'table':
      return (
        <table>
          <tbody>{childrenOf(node, below)}</tbody>
        </table>
      );
    case 'tableRow':
      return <tr>{childrenOf(node, below)}</tr>;
    case 'tableCell':
      return <td>{childrenOf(node, below)}</td>;
    default:
      return 'children' in node ? <>{childrenOf(node, below)}</> : null;
  }
}

/** A text in Markdown, safely. Its headings are so many levels below what they say; one where a heading of the page stands above. */
export function Markdown({ text, below = 1 }: { text: string; below?: number }) {
  const tree = useMemo(() => markdownTree(text), [text]);
  return <div className="prose">{childrenOf(tree, below)}</div>;
}
