import { AlertDialog, Button, Flex } from '@radix-ui/themes';
import type { ReactNode } from 'react';
import { useSay } from '../messages/use-text';

/** Asks before something is done; `go` names what is done, `back` what happens otherwise. */
export function Confirm(props: {
  trigger: ReactNode;
  ask: string;
  says: string;
  go: string;
  back?: string;
  isGrave?: boolean;
  isReady?: boolean;
  children?: ReactNode;
  /** Hears whether the question is shown. */
  onOpen?: (isOpen: boolean) => void;
  onYes: () => void;
}) {
  const say = useSay();
  return (
    <AlertDialog.Root onOpenChange={props.onOpen}>
      <AlertDialog.Trigger>{props.trigger}</AlertDialog.Trigger>
      <AlertDialog.Content maxWidth="440px">
        <AlertDialog.Title>{props.ask}</AlertDialog.Title>
        <AlertDialog.Description>{props.says}</AlertDialog.Description>
        {props.children}
        <Flex gap="3" mt="4" justify="end" wrap="wrap">
          <AlertDialog.Cancel>
            <Button variant="soft" color="gray">
              {props.back ?? say('act.back')}
            </Button>
          </AlertDialog.Cancel>
          <AlertDialog.Action>
            <Button
              color={props.isGrave ? 'red' : undefined}
              disabled={props.isReady === false}
              onClick={props.onYes}
            >
              {props.go}
            </Button>
          </AlertDialog.Action>
        </Flex>
      </AlertDialog.Content>
    </AlertDialog.Root>
  );
}

/** The button of a row that takes something away, once that is confirmed; `of` tells a screen reader which row it is of. */
export function ConfirmRemoval(props: {
  label: string;
  of?: string;
  ask: string;
  says: string;
  go: string;
  isPending: boolean;
  onYes: () => void;
}) {
  const { label, of, isPending, ...confirm } = props;
  return (
    <Confirm
      trigger={
        <Button
          size="1"
          variant="soft"
          color="red"
          aria-label={of === undefined ? undefined : `${label}: ${of}`}
          loading={isPending}
        >
          {label}
        </Button>
      }
      isGrave
      {...confirm}
    />
  );
}
