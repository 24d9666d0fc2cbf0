import { DataList, Heading } from '@radix-ui/themes';
import type { ReactNode } from 'react';

/** One fact about a thing, by its name. */
export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <DataList.Item>
      <DataList.Label>{label}</DataList.Label>
      <DataList.Value>{children}</DataList.Value>
    </DataList.Item>
  );
}

/** Facts about a thing, one below the other. */
export function Facts({ children }: { children: ReactNode }) {
  return <DataList.Root size="2">{children}</DataList.Root>;
}

/** A part of a page under a heading of its own. */
export function Section({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section>
      <Heading as="h2" size="4" mb="3">
        {name}
      </Heading>
      {children}
    </section>
  );
}
