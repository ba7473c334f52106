import { parsePictureWork } from '../lib/bot/picture-work.ts';
import { showWithPauses } from '../lib/bot/picture-worker.ts';
import { parseFunctionEnvironment } from '../lib/config/function-environment.ts';
import { openChartRenderer } from '../lib/lambda/chart-renderer.ts';
import { pictureDependencies } from '../lib/lambda/pictures.ts';
import { queued } from '../lib/lambda/queued.ts';
import { fromSecrets } from '../lib/lambda/secrets.ts';

const settings = parseFunctionEnvironment(process.env);
const open = fromSecrets(settings.secrets, ['telegram-bot-token'], ({ 'telegram-bot-token': token }) =>
  pictureDependencies(settings, token, openChartRenderer),
);

export const handler = queued(async (body, deadline) => {
  const { picture, place, ...work } = parsePictureWork(body);
  await showWithPauses(await open(), { ...work, picture, place }, deadline / 1000);
  return { picture: picture.kind, vendor: place.vendor };
});
