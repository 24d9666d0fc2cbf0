import { Button, Flex } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { useIntl } from 'react-intl';
import { Link, useParams } from 'react-router';
import { customerQuery } from '../../api/admin-queries';
import type { Customer } from '../../api/admin-queries';
import { useSay } from '../../messages/use-text';
import { Fact, Facts, Section } from '../../parts/facts';
import { PageHead } from '../../parts/layout';
import { MICROS_A_CENT } from '../../parts/caps';
import { useMoney } from '../../parts/money';
import { Shown } from '../../parts/states';
import { StateBadge } from '../../parts/status';
import { useCan, useSession } from '../../session';
import { CustomerForm } from './customer-form';
import { Keys } from './keys';

/** What holds for a customer, for those who cannot change it. */
function CustomerFacts({ customer }: { customer: Customer }) {
  const say = useSay();
  const intl = useIntl();
  const money = useMoney();
  const cap = (given: Customer['dailyCap']): string =>
    given ? money(given.amount * MICROS_A_CENT) : say('customer.noCap');
  const count = (given: number | null): string =>
    given === null ? say('customer.common') : intl.formatNumber(given);
  return (
    <Facts>
      <Fact label={say('customer.kind')}>{say(`customer.kind.${customer.kind}`)}</Fact>
      <Fact label={say('customer.plan')}>{say(`customer.plan.${customer.plan}`)}</Fact>
      <Fact label={say('customer.weight')}>{intl.formatNumber(customer.fairnessWeight)}</Fact>
      <Fact label={say('customer.dailyCap')}>{cap(customer.dailyCap)}</Fact>
      <Fact label={say('customer.monthlyCap')}>{cap(customer.monthlyCap)}</Fact>
      <Fact label={say('customer.itemsAtOnce')}>{count(customer.itemsAtOnce)}</Fact>
      <Fact label={say('customer.itemsPerMinute')}>{count(customer.itemsPerMinute)}</Fact>
    </Facts>
  );
}

/** One customer: what holds for it, and its keys. */
export function CustomerPage() {
  const say = useSay();
  const can = useCan();
  const { role, tenantId } = useSession();
  const { id = '' } = useParams();
  const customer = useQuery(customerQuery(id));
  return (
    <Shown of={customer}>
      {(data) => (
        <>
          <PageHead title={data.name}>
            <StateBadge colour="gray">{say(`customer.kind.${data.kind}`)}</StateBadge>
            {can('members.read') && (role === 'admin' || tenantId === data.id) && (
              <Button asChild variant="soft">
                <Link to={`/customers/${data.id}/members`}>{say('members.title')}</Link>
              </Button>
            )}
          </PageHead>
          <Flex direction="column" gap="6">
            <Section name={say('customer.settings')}>
              {can('tenants.write') ? (
                <CustomerForm key={data.id} customer={data} />
              ) : (
                <CustomerFacts customer={data} />
              )}
            </Section>
            {can('keys.read') && (role === 'admin' || tenantId === data.id) && (
              <Section name={say('keys.title')}>
                <Keys customer={data} />
              </Section>
            )}
          </Flex>
        </>
      )}
    </Shown>
  );
}
