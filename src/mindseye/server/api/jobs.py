"""Jobs over HTTP: long work with progress, an estimate, cancel and resume."""

from __future__ import annotations

from flask import Blueprint

from mindseye.app import MindsEye
from mindseye.server import schemas as s
from mindseye.server.requests import asked
from mindseye.server.spec import validate


def jobs_api(eye: MindsEye) -> Blueprint:
    """Return the blueprint of the jobs."""
    api = Blueprint("jobs", __name__, url_prefix="/api/v1/jobs")

    @api.get("")
    @validate(s.JobsReply, tag="jobs")
    def list_jobs() -> s.JobsReply:
        """List the jobs, newest first."""
        return s.JobsReply(jobs=[s.Job.model_validate(job) for job in eye.library.jobs.list()])

    @api.post("")
    @validate(s.Job, json=s.JobRequest, tag="jobs")
    def start_job() -> s.Job:
        """Start a job.

        `index` looks through the known sources again, `label` labels what lacks labels, `faces` looks for faces
        where nobody has looked yet and from then on in new pictures, `rebuild` makes a space's index anew.
        """
        wanted = asked().model_dump(exclude_none=True)
        return s.Job.model_validate(eye.library.jobs.start(wanted.pop("kind"), **wanted))

    @api.get("/<int:number>")
    @validate(s.Job, tag="jobs")
    def show_job(number: int) -> s.Job:
        """Return how far a job is."""
        return s.Job.model_validate(eye.library.jobs.get(number))

    @api.post("/<int:number>/cancel")
    @validate(s.Job, tag="jobs")
    def cancel_job(number: int) -> s.Job:
        """Ask a job to stop; what it has done stays."""
        return s.Job.model_validate(eye.library.jobs.cancel(number))

    @api.post("/<int:number>/resume")
    @validate(s.Job, tag="jobs")
    def resume_job(number: int) -> s.Job:
        """Start again what was interrupted, cancelled or failed, as a new job; what was done is not done twice."""
        return s.Job.model_validate(eye.library.jobs.again(number))

    return api
