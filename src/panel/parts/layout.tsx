import { Flex, Heading, Select } from '@radix-ui/themes';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { useSay } from '../messages/use-text';
import { LANGUAGES, LOOKS, useSettings } from '../settings';
import type { Language, Look } from '../settings';

/** A choice of few. */
export function Choice<T extends string>(props: {
  label: string;
  value: T;
  options: ReadonlyArray<{ value: T; label: string }>;
  onChange: (value: T) => void;
}) {
  return (
    <Select.Root value={props.value} onValueChange={(value) => props.onChange(value as T)}>
      <Select.Trigger aria-label={props.label} variant="surface" />
      <Select.Content>
        {props.options.map(({ value, label }) => (
          <Select.Item key={value} value={value}>
            {label}
          </Select.Item>
        ))}
      </Select.Content>
    </Select.Root>
  );
}

/** The switches for language and appearance. */
export function SettingsSwitches() {
  const say = useSay();
  const { language, look, setLanguage, setLook } = useSettings();
  return (
    <>
      <Choice<Language>
        label={say('app.language')}
        value={language}
        options={(Object.keys(LANGUAGES) as Language[]).map((value) => ({ value, label: LANGUAGES[value] }))}
        onChange={setLanguage}
      />
      <Choice<Look>
        label={say('app.look')}
        value={look}
        options={LOOKS.map((value) => ({ value, label: say(`app.look.${value}`) }))}
        onChange={setLook}
      />
    </>
  );
}

/** The head of a page; takes the focus when the reader comes to it, and names the window. */
export function PageHead({ title, children }: { title: string; children?: ReactNode }) {
  const head = useRef<HTMLHeadingElement>(null);
  const say = useSay();
  const name = say('app.name');
  useEffect(() => {
    head.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, []);
  useEffect(() => {
    document.title = `${title} · ${name}`;
  }, [title, name]);
  return (
    <Flex justify="between" align="center" gap="3" wrap="wrap" mb="5">
      <Heading as="h1" size="6" ref={head} tabIndex={-1}>
        {title}
      </Heading>
      {children && (
        <Flex gap="2" align="center" wrap="wrap">
          {children}
        </Flex>
      )}
    </Flex>
  );
}
