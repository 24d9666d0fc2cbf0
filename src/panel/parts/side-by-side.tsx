import { Button } from '@radix-ui/themes';
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { useSay } from '../messages/use-text';
import { differenceOf, folded } from './difference';
import type { Block, Piece, Row } from './difference';

function Before({ pieces }: { pieces: readonly Piece[] }): ReactNode {
  return pieces.map(({ text, isChanged }, n) => (isChanged ? <del key={n}>{text}</del> : text));
}

function After({ pieces }: { pieces: readonly Piece[] }): ReactNode {
  return pieces.map(({ text, isChanged }, n) => (isChanged ? <ins key={n}>{text}</ins> : text));
}

/** One line of both texts. */
function Line({ row }: { row: Row }) {
  switch (row.kind) {
    case 'same':
      return (
        <tr className="same">
          <td>{row.text}</td>
          <td>{row.text}</td>
        </tr>
      );
    case 'changed':
      return (
        <tr>
          <td className="gone">
            <Before pieces={row.before} />
          </td>
          <td className="come">
            <After pieces={row.after} />
          </td>
        </tr>
      );
    case 'removed':
      return (
        <tr>
          <td className="gone">
            <del>{row.text}</del>
          </td>
          <td className="none" />
        </tr>
      );
    case 'added':
      return (
        <tr>
          <td className="none" />
          <td className="come">
            <ins>{row.text}</ins>
          </td>
        </tr>
      );
  }
}

function Lines({ block: { isFolded, rows } }: { block: Block }) {
  const say = useSay();
  const [isOpen, setOpen] = useState(!isFolded);
  if (isOpen) return rows.map((row, n) => <Line key={n} row={row} />);
  return (
    <tr>
      <td colSpan={2} className="folded">
        <Button size="1" variant="soft" color="gray" onClick={() => setOpen(true)}>
          {say('difference.unfold', { count: rows.length })}
        </Button>
      </td>
    </tr>
  );
}

/** Two texts beside each other, with what differs marked by words; long stretches that do not differ are folded. */
export function SideBySide(props: { before: string; after: string; nameBefore: string; nameAfter: string }) {
  const say = useSay();
  const { before, after } = props;
  const blocks = useMemo(() => folded(differenceOf(before, after)), [before, after]);
  const isSame = blocks.every(({ rows }) => rows.every(({ kind }) => kind === 'same'));
  if (isSame) return <p>{say('difference.none')}</p>;
  return (
    <table className="difference">
      <thead>
        <tr>
          <th scope="col">{props.nameBefore}</th>
          <th scope="col">{props.nameAfter}</th>
        </tr>
      </thead>
      <tbody>
        {blocks.map((block, n) => (
          <Lines key={n} block={block} />
        ))}
      </tbody>
    </table>
  );
}
