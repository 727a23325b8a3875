export {
  type Background,
  type BackgroundOptions,
  type BackgroundTasks,
  backgroundTasks,
  type WithBackground,
} from './background-tasks.ts';
