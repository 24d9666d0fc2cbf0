import { Flex, Select, Text, TextArea, TextField } from '@radix-ui/themes';
import { useId } from 'react';
import type { ReactNode } from 'react';
import { isFailure } from '../api/failure';
import type { MessageId } from '../messages/en';
import { useSay } from '../messages/use-text';
import type { Say } from '../messages/use-text';

/** What the server found wrong with a field of what was sent, such as `brandVoice.tone`; nothing where it found nothing. */
export function problemWith(error: unknown, field: string): string | undefined {
  if (!isFailure(error)) return undefined;
  const name = `body.${field}`;
  return error.problems.find((problem) => problem.field === name || problem.field.startsWith(`${name}.`))
    ?.problem;
}

/** What the server says of a field where it can be said in the reader's language. */
const KNOWN: Readonly<Record<string, MessageId>> = {
  'is in the past': 'problem.past',
  'is more than two years ahead': 'problem.tooFar',
  'does not exist': 'problem.noTime',
  'is required': 'problem.needed',
  'must be exactly one email address, without a name': 'problem.mail',
  'must have a character that can be seen': 'problem.needed',
  'must have at most 200 characters': 'problem.anchor.long',
  'must be one line': 'problem.anchor.line',
  'must not contain control or text-direction characters': 'problem.anchor.control',
  'has no place in this article where a link may stand': 'problem.anchor.place',
  'must be a web address that begins with http:// or https://, without user name and password':
    'problem.url.web',
  'must be in the public internet': 'problem.url.public',
  'must not be a name that passes for another': 'problem.url.lookAlike',
};

function wordsOf(say: Say, problem: string): string {
  const known = KNOWN[problem];
  return known ? say(known) : problem;
}

interface FieldProps {
  label: string;
  /** What it is for, below it. */
  hint?: string | undefined;
  problem?: string | undefined;
}

interface Described {
  id: string;
  'aria-invalid'?: true;
  'aria-describedby'?: string;
}

/** A field with its name above and, below, what it is for and what is wrong with it. */
function Field({ label, hint, problem, children }: FieldProps & { children: (own: Described) => ReactNode }) {
  const say = useSay();
  const id = useId();
  const described = [hint ? `${id}-hint` : '', problem ? `${id}-problem` : ''].filter(Boolean).join(' ');
  return (
    <Flex direction="column" gap="1">
      <Text as="label" htmlFor={id} size="2" weight="medium">
        {label}
      </Text>
      {children({
        id,
        ...(problem ? { 'aria-invalid': true as const } : {}),
        ...(described ? { 'aria-describedby': described } : {}),
      })}
      {hint && (
        <Text id={`${id}-hint`} size="1" color="gray">
          {hint}
        </Text>
      )}
      {problem && (
        <Text id={`${id}-problem`} role="alert" size="2" color="red">
          {say('form.problem', { problem: wordsOf(say, problem) })}
        </Text>
      )}
    </Flex>
  );
}

interface TextProps extends FieldProps {
  value: string;
  onChange: (value: string) => void;
  maxLength?: number;
  type?: 'text' | 'email' | 'url' | 'password' | 'number' | 'search' | 'datetime-local' | 'time';
  required?: boolean;
  autoComplete?: 'off' | 'email';
}

/** A line to write. */
export function TextInput(props: TextProps) {
  const { value, onChange, maxLength, type = 'text', required, autoComplete = 'off', ...field } = props;
  return (
    <Field {...field}>
      {(own) => (
        <TextField.Root
          {...own}
          type={type}
          value={value}
          maxLength={maxLength}
          required={required}
          autoComplete={autoComplete}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

/** Several lines to write. */
export function LinesInput({
  value,
  onChange,
  maxLength,
  rows = 3,
  ...field
}: Omit<TextProps, 'autoComplete'> & { rows?: number }) {
  return (
    <Field {...field}>
      {(own) => (
        <TextArea
          {...own}
          rows={rows}
          value={value}
          maxLength={maxLength}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

/** One of a few. */
export function ChoiceInput<T extends string>(
  props: FieldProps & {
    value: T;
    /** Stands there while nothing is chosen. */
    placeholder?: string;
    options: ReadonlyArray<{ value: T; label: string }>;
    onChange: (value: T) => void;
  },
) {
  const { value, placeholder, options, onChange, ...field } = props;
  return (
    <Field {...field}>
      {(own) => (
        <Select.Root value={value} onValueChange={(chosen) => onChange(chosen as T)}>
          <Select.Trigger {...own} aria-label={field.label} placeholder={placeholder} />
          <Select.Content>
            {options.map((option) => (
              <Select.Item key={option.value} value={option.value}>
                {option.label}
              </Select.Item>
            ))}
          </Select.Content>
        </Select.Root>
      )}
    </Field>
  );
}

/** The lines of a text that hold something. */
export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
