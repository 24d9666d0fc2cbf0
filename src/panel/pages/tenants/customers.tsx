import { Text } from '@radix-ui/themes';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { customersQuery } from '../../api/admin-queries';
import { useSay } from '../../messages/use-text';
import { PageHead } from '../../parts/layout';
import { Listed } from '../../parts/more';
import { Empty } from '../../parts/states';
import { StateBadge } from '../../parts/status';
import { When } from '../../parts/times';
import { useCan } from '../../session';
import { NewCustomer } from './new-customer';

/** All customers. */
export function CustomersPage() {
  const say = useSay();
  const can = useCan();
  const customers = useInfiniteQuery(customersQuery);
  return (
    <>
      <PageHead title={say('nav.customers')}>{can('tenants.write') && <NewCustomer />}</PageHead>
      <Listed of={customers}>
        {(items) =>
          items.length === 0 ? (
            <Empty>{say('customers.empty')}</Empty>
          ) : (
            <ul className="rows plain">
              {items.map(({ id, name, kind, plan, createdAt }) => (
                <li key={id}>
                  <div>
                    <Link to={`/customers/${id}`}>{name}</Link>
                    <Text as="div" size="1" color="gray">
                      {say(`customer.kind.${kind}`)} · <When at={createdAt} />
                    </Text>
                  </div>
                  <StateBadge colour={plan === 'premium' ? 'blue' : 'gray'}>
                    {say(`customer.plan.${plan}`)}
                  </StateBadge>
                </li>
              ))}
            </ul>
          )
        }
      </Listed>
    </>
  );
}
