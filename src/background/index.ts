export {
  type Background,
  type BackgroundOptions,
  type BackgroundTasks,
  backgroundTasks,
  type WithBackground,
} from './background-tasks.ts';
export { sent } from './sent.ts';
