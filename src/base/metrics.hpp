#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

/// Figures of this process for Prometheus. Whoever has one to tell makes it where it is counted, at namespace
/// scope, and /metrics shows it: nothing else knows of it. Counting takes no lock.
namespace kith::metrics {

/// What is written to: Prometheus' text format. A name's samples stand together, after its help and type.
class Exposition {
public:
    Exposition& about(std::string_view name, std::string_view type, std::string_view help);
    /// `labels` as label() makes them, with commas between.
    Exposition& sample(std::string_view name, std::string_view labels, double value);
    Exposition& single(std::string_view name, std::string_view type, std::string_view help, double value);
    std::string take() { return std::move(out_); }

private:
    std::string out_;
};

/// `key="value"`, with what would end the value escaped.
std::string label(std::string_view key, std::string_view value);

/// Made once and never destroyed before the process ends.
class Metric {
public:
    Metric(const char* name, const char* type, const char* help);
    Metric(const Metric&) = delete;
    Metric& operator=(const Metric&) = delete;
    virtual ~Metric() = default;
    virtual void write(Exposition& out) const = 0;

    [[nodiscard]] const char* name() const { return name_; }
    [[nodiscard]] const char* type() const { return type_; }
    [[nodiscard]] const char* help() const { return help_; }

private:
    const char* name_;
    const char* type_;
    const char* help_;
};

/// Only goes up. Its name ends in `_total`.
class Counter final : public Metric {
public:
    Counter(const char* name, const char* help) : Metric(name, "counter", help) {}
    void add(std::int64_t count = 1) noexcept { value_.fetch_add(count, std::memory_order_relaxed); }
    [[nodiscard]] std::int64_t value() const { return value_.load(std::memory_order_relaxed); }
    void write(Exposition& out) const override;

private:
    std::atomic<std::int64_t> value_{0};
};

class Gauge final : public Metric {
public:
    Gauge(const char* name, const char* help) : Metric(name, "gauge", help) {}
    void add(std::int64_t count) noexcept { value_.fetch_add(count, std::memory_order_relaxed); }
    [[nodiscard]] std::int64_t value() const { return value_.load(std::memory_order_relaxed); }
    void write(Exposition& out) const override;

    /// One more for as long as it lives.
    class During {
    public:
        explicit During(Gauge& gauge) : gauge_(gauge) { gauge_.add(1); }
        During(const During&) = delete;
        During& operator=(const During&) = delete;
        ~During() { gauge_.add(-1); }

    private:
        Gauge& gauge_;
    };

private:
    std::atomic<std::int64_t> value_{0};
};

/// A counter for each value of its labels; at most kMost, and what comes later is counted as "other".
class Counters final : public Metric {
public:
    static constexpr std::size_t kMost = 200;

    Counters(const char* name, const char* help, std::vector<const char*> keys) : Metric(name, "counter", help), keys_(std::move(keys)) {}
    using Cell = std::atomic<std::int64_t>;
    /// The counter of these values, found under a lock; it stays where it is, so whoever counts often keeps it.
    Cell& cell(const std::vector<std::string_view>& values);
    void add(const std::vector<std::string_view>& values, std::int64_t count = 1) { cell(values).fetch_add(count, std::memory_order_relaxed); }
    void write(Exposition& out) const override;

private:
    std::vector<const char*> keys_;
    mutable std::mutex mutex_;
    std::map<std::string, Cell> counts_;  // by the labels' text
};

/// How often a value was at most each bound, and what all of them sum up to.
class Histogram {
public:
    static constexpr std::size_t kMost = 16;

    explicit Histogram(std::initializer_list<double> bounds);
    void count(double value) noexcept;
    void write(Exposition& out, std::string_view name, std::string_view labels) const;
    [[nodiscard]] std::int64_t counted() const;

private:
    std::array<double, kMost> bounds_{};
    std::size_t size_ = 0;
    std::array<std::atomic<std::int64_t>, kMost + 1> buckets_{};
    std::atomic<double> sum_{0};
};

/// A histogram without labels, shown by itself.
class Distribution final : public Metric {
public:
    Distribution(const char* name, const char* help, std::initializer_list<double> bounds)
        : Metric(name, "histogram", help), histogram_(bounds) {}
    void count(double value) noexcept { histogram_.count(value); }
    [[nodiscard]] std::int64_t counted() const { return histogram_.counted(); }
    void write(Exposition& out) const override { histogram_.write(out, name(), ""); }

private:
    Histogram histogram_;
};

/// All that were made, in the order of their names.
void write_all(Exposition& out);

}  // namespace kith::metrics
