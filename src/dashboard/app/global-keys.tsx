/** Keys that every page has, and the help that lists all. */
import { Kbd, Modal, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';

import { isPaused, setPaused } from '../api/live.ts';
import { onKey, useRegisteredShortcuts, useShortcuts } from '../parts/shortcuts.ts';
import { PAGES } from './pages.ts';

export function GlobalKeys() {
  const [opened, { open, close }] = useDisclosure(false);
  const navigate = useNavigate();
  const client = useQueryClient();
  useEffect(() => {
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  const pause = (): void => {
    setPaused(!isPaused());
    if (!isPaused()) void client.invalidateQueries();
  };
  useShortcuts([
    { keys: '?', label: 'Show the keys', run: open },
    { keys: 'p', label: 'Pause live updates, or go on', run: pause },
    ...PAGES.filter(({ key }) => key !== null).map(({ key, label, path }) => ({
      keys: `g ${key ?? ''}`,
      label: `Go to ${label.toLowerCase()}`,
      run: () => void navigate({ to: path }),
    })),
  ]);
  return (
    <Modal opened={opened} onClose={close} title="Keys" centered>
      <Keys />
    </Modal>
  );
}

function Keys() {
  const shortcuts = useRegisteredShortcuts();
  return (
    <>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={120}>Keys</Table.Th>
            <Table.Th>What they do</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          <Table.Tr>
            <Table.Td>
              <Kbd>Ctrl</Kbd> or <Kbd>⌘</Kbd> <Kbd>K</Kbd>
            </Table.Td>
            <Table.Td>Go to a page, a job, a task</Table.Td>
          </Table.Tr>
          {shortcuts.map(({ keys, label }) => (
            <Table.Tr key={`${keys} ${label}`}>
              <Table.Td>
                {keys.split(' ').map((key) => (
                  <Kbd key={key} mr={4}>
                    {key}
                  </Kbd>
                ))}
              </Table.Td>
              <Table.Td>{label}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text size="xs" c="dimmed" mt="sm">
        They can be switched off in the settings.
      </Text>
    </>
  );
}
