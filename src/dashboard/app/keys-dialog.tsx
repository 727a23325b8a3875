/** All keys that do something where one is. */
import { Kbd, Modal, Table, Text } from '@mantine/core';

import { useRegisteredShortcuts } from '../parts/shortcuts.ts';

export default function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title="Keys" centered>
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
