import { Button, Dialog, Flex } from '@radix-ui/themes';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { useSay } from '../messages/use-text';
import { Failed } from './states';

/** A form in a window of its own; stays open, with all that was written, until it was sent with success. */
export function FormDialog(props: {
  trigger: ReactNode;
  title: string;
  says: string;
  go: string;
  isPending: boolean;
  /** What went wrong, where no field says it. */
  error: unknown;
  isReady?: boolean;
  /** Sends it, and calls `close` when that has worked. */
  onSend: (close: () => void) => void;
  onOpen?: () => void;
  children: ReactNode;
}) {
  const say = useSay();
  const [isOpen, setOpen] = useState(false);
  return (
    <Dialog.Root
      open={isOpen}
      onOpenChange={(open) => {
        if (open) props.onOpen?.();
        setOpen(open);
      }}
    >
      <Dialog.Trigger>{props.trigger}</Dialog.Trigger>
      <Dialog.Content maxWidth="520px">
        <Dialog.Title>{props.title}</Dialog.Title>
        <Dialog.Description mb="3">{props.says}</Dialog.Description>
        <form
          noValidate
          onSubmit={(event: FormEvent) => {
            event.preventDefault();
            // React tells a form around the trigger of it, too, which is another form.
            event.stopPropagation();
            props.onSend(() => setOpen(false));
          }}
        >
          <Flex direction="column" gap="3">
            {props.children}
            {props.error !== null && props.error !== undefined && <Failed error={props.error} />}
            <Flex gap="3" justify="end" wrap="wrap">
              <Dialog.Close>
                <Button type="button" variant="soft" color="gray">
                  {say('act.close')}
                </Button>
              </Dialog.Close>
              <Button type="submit" loading={props.isPending} disabled={props.isReady === false}>
                {props.go}
              </Button>
            </Flex>
          </Flex>
        </form>
      </Dialog.Content>
    </Dialog.Root>
  );
}
