import { Button, Callout } from '@radix-ui/themes';
import { Component } from 'react';
import type { ReactNode } from 'react';
import { useSay } from '../messages/use-text';

function Broken({ again }: { again: () => void }) {
  const say = useSay();
  return (
    <Callout.Root color="red" role="alert">
      <Callout.Text>{say('state.broken')}</Callout.Text>
      <Button variant="soft" color="red" onClick={again}>
        {say('state.again')}
      </Button>
    </Callout.Root>
  );
}

interface Props {
  /** Another one begins anew. */
  place: string;
  children: ReactNode;
}

/** Catches what breaks within a page, so that the way to the others stays. */
export class Boundary extends Component<Props, { isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError(): { isBroken: boolean } {
    return { isBroken: true };
  }

  override componentDidUpdate(before: Props): void {
    if (before.place !== this.props.place && this.state.isBroken) this.setState({ isBroken: false });
  }

  override render(): ReactNode {
    if (!this.state.isBroken) return this.props.children;
    // A page whose code was not there any more, as the server has a newer one, is found by loading anew.
    return <Broken again={() => location.reload()} />;
  }
}
