/** In the head: who is signed in, what they may do and see, and the way out. Nothing where nobody has to say who he is. */
import { ActionIcon, Menu, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';

import { request } from '../api/request.ts';
import { setSession, useSession } from '../api/session.ts';
import { Icon } from '../parts/icons.tsx';
import { Time } from '../parts/time.tsx';

export function Who() {
  const client = useQueryClient();
  const session = useSession();
  if (session === null || !session.signedIn || session.via === 'local') return null;
  const { name, role, queues, tasks, expiresAt } = session;
  const leave = async (): Promise<void> => {
    // Whether it was taken away is what the server says next.
    await request('DELETE /api/session').catch(() => null);
    setSession(await request('GET /api/session'));
    client.removeQueries({ queryKey: ['api'] });
  };
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <ActionIcon variant="default" size={30} aria-label={`Signed in as ${name ?? '?'}, ${role ?? ''}`}>
          <Icon name="person" size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <div className="who">
          <Text size="sm" fw={600} truncate>
            {name}
          </Text>
          <Text size="sm">{role}</Text>
          {queues !== null && <Text size="sm">queues {queues.join(', ')}</Text>}
          {tasks !== null && <Text size="sm">tasks {tasks.join(', ')}</Text>}
          {expiresAt !== null && (
            <Text size="xs" c="dimmed">
              ends <Time at={expiresAt} />
            </Text>
          )}
        </div>
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="close" size={16} />} onClick={() => void leave()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
