import { Button, Callout, Flex, Text, TextField } from '@radix-ui/themes';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { answerOf, api } from '../../api/client';
import { isFailure } from '../../api/failure';
import { useSay } from '../../messages/use-text';
import { sayError } from '../../parts/states';

const SHORTEST_KEY = 8;

/** A field with its name, and below it what is wrong with it. */
function SignInField(props: {
  id: string;
  label: string;
  type: 'email' | 'password';
  autoComplete: string;
  isFirst?: boolean;
  value: string;
  problem: string | undefined;
  onChange: (value: string) => void;
}) {
  const { id, label, type, autoComplete, isFirst, value, problem, onChange } = props;
  return (
    <Flex direction="column" gap="1">
      <Text as="label" htmlFor={id} size="2" weight="medium">
        {label}
      </Text>
      <TextField.Root
        id={id}
        type={type}
        size="3"
        autoComplete={autoComplete}
        autoFocus={isFirst === true}
        value={value}
        aria-invalid={problem ? true : undefined}
        aria-describedby={problem ? `${id}-problem` : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {problem && (
        <Text id={`${id}-problem`} role="alert" size="2" color="red">
          {problem}
        </Text>
      )}
    </Flex>
  );
}

function Form({ onSend, children }: { onSend: () => void; children: ReactNode }) {
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSend();
      }}
    >
      <Flex direction="column" gap="3">
        {children}
      </Flex>
    </form>
  );
}

/** Asks for an address, and has a sign-in link mailed to it. What it says then is the same for every address. */
export function MailForm() {
  const say = useSay();
  const [address, setAddress] = useState('');
  const request = useMutation({
    mutationFn: (to: string) => answerOf(api.POST('/api/session/mails', { body: { address: to } })),
  });
  const isBad = isFailure(request.error) && request.error.status === 400;
  const problem = request.error ? (isBad ? say('signIn.mail.bad') : sayError(say, request.error)) : undefined;
  return (
    <Form onSend={() => request.mutate(address.trim())}>
      <Text color="gray">{say('signIn.mail.lead')}</Text>
      <SignInField
        {...{ id: 'address', label: say('signIn.mail'), type: 'email', autoComplete: 'email', isFirst: true }}
        {...{ value: address, problem, onChange: setAddress }}
      />
      {request.data && (
        <Callout.Root color="grass" highContrast role="status">
          <Callout.Text>
            {say('signIn.mail.sent', { address: request.variables, minutes: request.data.minutes })}
          </Callout.Text>
        </Callout.Root>
      )}
      <Button type="submit" size="3" loading={request.isPending}>
        {say('signIn.mail.go')}
      </Button>
    </Form>
  );
}

/** Asks for a key. `problem` is what the server said of the last one. */
export function KeyForm(props: {
  problem: string | undefined;
  isPending: boolean;
  onKey: (key: string) => void;
}) {
  const say = useSay();
  const [key, setKey] = useState('');
  const [isShort, setShort] = useState(false);
  return (
    <Form
      onSend={() => {
        const tooShort = key.trim().length < SHORTEST_KEY;
        setShort(tooShort);
        if (!tooShort) props.onKey(key.trim());
      }}
    >
      <SignInField
        {...{ id: 'key', label: say('signIn.key'), type: 'password', autoComplete: 'current-password' }}
        {...{ value: key, problem: isShort ? say('signIn.short') : props.problem, onChange: setKey }}
      />
      <Button type="submit" size="3" variant="soft" loading={props.isPending}>
        {say('signIn.go')}
      </Button>
    </Form>
  );
}
