import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api } from '~/app/api/client';
import { queries } from '~/app/api/query';
import type { Id } from '~/app/api/types';

export const states = ['waiting', 'running', 'done', 'dead', 'cancelled'] as const;
export type JobState = (typeof states)[number];

/** Work in the background, done at least once. */
export interface Job {
  id: Id;
  kind: string;
  /** What the kind is called, in the person's language. */
  label: string;
  state: JobState;
  priority: 'high' | 'normal' | 'low';
  run_at: string;
  attempts: number;
  max_attempts: number;
  cancelling: boolean;
  progress: { done: number; total: number } | null;
  error: { code: string; message: string } | null;
  schedule: string | null;
  created_at: string;
  started_at: string | null;
  ended_at: string | null;
}
interface JobsPage {
  jobs: Job[];
  cursor: string | null;
  counts: Record<JobState, number>;
  kinds: { name: string; label: string }[];
}

export interface Schedule {
  name: string;
  label: string;
  kind: string;
  when: string;
  /** null: the workspace's. */
  time_zone: string | null;
  enabled: boolean;
  next_run_at: string | null;
  last_run_at: string | null;
  last_job: Job | null;
}

const soon = 1500;
const later = 15_000;
const goesOn = (job: Job | null) => job?.state === 'waiting' || job?.state === 'running';

export const useJobs = (filter: { state?: string | undefined; kind?: string | undefined }) =>
  useInfiniteQuery({
    queryKey: ['jobs', filter],
    queryFn: ({ pageParam, signal }) => api.get<JobsPage>('/jobs', { ...filter, limit: 50, cursor: pageParam }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor || undefined,
    refetchInterval: (query) => (query.state.data?.pages.some((page) => page.jobs.some(goesOn)) ? soon : later),
  });

export const useSchedules = () =>
  useQuery({
    queryKey: ['schedules'],
    queryFn: ({ signal }) => api.get<{ schedules: Schedule[]; time_zone: string }>('/schedules', undefined, { signal }),
    refetchInterval: (query) => (query.state.data?.schedules.some((one) => goesOn(one.last_job)) ? soon : later),
  });

const renew = () => Promise.all([queries.invalidateQueries({ queryKey: ['jobs'] }), queries.invalidateQueries({ queryKey: ['schedules'] })]);

export async function retryJob(job: Job): Promise<void> {
  await api.post(`/jobs/${job.id}/retry`);
  await renew();
}
export async function cancelJob(job: Job): Promise<void> {
  await api.post(`/jobs/${job.id}/cancel`);
  await renew();
}
export async function runSchedule(schedule: Schedule): Promise<void> {
  await api.post(`/schedules/${schedule.name}/run`);
  await renew();
}
export async function changeSchedule(schedule: Schedule, change: { enabled?: boolean; when?: string; time_zone?: string | null }): Promise<void> {
  await api.patch(`/schedules/${schedule.name}`, change);
  await renew();
}
