import { writeFileSync } from 'node:fs';
import { startWorld, closeConnections } from '../journeys/world';
test('recon', async () => {
  const world = await startWorld();
  const doc = await world.office.officer.get('/api/openapi.json');
  writeFileSync('/tmp/atk/openapi.json', JSON.stringify(doc, null, 1));
  await world.stop();
  await closeConnections();
});
